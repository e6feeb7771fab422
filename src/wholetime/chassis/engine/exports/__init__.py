"""Files to take away: Excel, Word, PDF and CSV, each with its sources."""

from wholetime.chassis.engine.exports.briefing import Briefing, Section
from wholetime.chassis.engine.exports.delimited import csv_text, table_csv
from wholetime.chassis.engine.exports.pdf import pdf
from wholetime.chassis.engine.exports.word import word
from wholetime.chassis.engine.exports.workbook import Sheet, workbook
from wholetime.chassis.engine.exports.zipped import zipped

__all__ = ["Briefing", "Section", "Sheet", "csv_text", "pdf", "table_csv", "word", "workbook", "zipped"]
