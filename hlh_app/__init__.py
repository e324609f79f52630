"""Hemophagocytic lymphohistiocytosis treated with ruxolitinib: record, rules, pages."""
