"""Assumptions, workload standards, costs of levers and published rates, dated, each with its source."""
