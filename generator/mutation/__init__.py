"""Mutation: faults planted in a server's programs, to see which of them its checks notice."""

from generator.mutation.grades import Grades, Verdict
from generator.mutation.grading import graded, grades_of, kill_matrix
from generator.mutation.making import mutants
from generator.mutation.mutant import Mutant

__all__ = ["Grades", "Mutant", "Verdict", "graded", "grades_of", "kill_matrix", "mutants"]
