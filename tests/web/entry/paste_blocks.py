"""Blocks as they are copied from a spreadsheet or a laboratory portal."""

from __future__ import annotations

# 12 tests × 9 dates, every unit stated: nothing in it can be read in two ways.
WEEKS = """\
Test\t22-Oct-2026\t25-Oct-2026\t28-Oct-2026\t31-Oct-2026\t02-Nov-2026\t05-Nov-2026\t09-Nov-2026\t13-Nov-2026\t18-Nov-2026
Hemoglobin (g/L)\t68\t71\t74\t79\t82\t88\t94\t98\t101
Platelets (10^9/L)\t40\t38\t45\t52\t61\t70\t84\t90\t96
WBC (10^9/L)\t1.3\t1.2\t1.6\t1.9\t2.2\t2.4\t2.8\t3.0\t3.1
Neutrophils (10^9/L)\t0.4\t0.4\t0.5\t0.7\t0.8\t0.9\t1.1\t1.2\t1.2
Ferritin (ng/mL)\t17090\t15820\t12400\t9800\t7600\t5100\t3900\t2400\t1709
Triglycerides (mmol/L)\t4.2\t4.4\t4.1\t3.7\t3.3\t2.9\t2.6\t2.3\t2.1
Fibrinogen (g/L)\t0.9\t1.0\t1.1\t1.4\t1.6\t1.9\t2.1\t2.3\t2.4
ALT (U/L)\t520\t498\t430\t310\t240\t160\t110\t82\t61
AST (U/L)\t610\t560\t470\t320\t230\t150\t98\t74\t58
LDH (U/L)\t1840\t1720\t1510\t1190\t960\t780\t560\t480\t410
CRP (mg/L)\t88\t91\t64\t52\t40\t31\t22\t14\t9
Bilirubin, total (umol/L)\t34\t36\t31\t28\t24\t20\t17\t15\t13
"""
RESULTS = 108

# From a German portal: decimal comma, years of two digits, G/L, and an sIL-2R without a unit.
GERMAN = """\
Untersuchung\tEinheit\t03.11.26\t10.11.26\t17.11.26
Hämoglobin\tg/dl\t8,2\t9,4\t10,1
Thrombozyten\tG/L\t61\t84\t96
Leukozyten\tG/L\t2,2\t2,8\t3,1
Ferritin\tµg/l\t7.600\t3.900\t1.709
Triglyceride\tmmol/l\t3,3\t2,6\t2,1
sIL-2R\t\t4820\t3110\t2245
"""
