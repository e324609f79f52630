"""What every page of the analyses shares: the asked groups, the patients, and the page's frame."""
