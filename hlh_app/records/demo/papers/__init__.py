"""Two synthetic cohorts that give the counts of two papers by our own rules: invented patients.

The courses were arranged so that the rules of this project, reading the case files, return what
Wang 2020 (Haematologica 2020;105(5):e210) and Chi 2020 (preprint 10.21203/rs.3.rs-78746/v1) print.
Every day, dose and laboratory value that no paper prints is invented and is a source for nothing;
those after Wang have no printed laboratory value at all. Arithmetic alone, from a fixed seed: the
same files on every day and machine.
"""
