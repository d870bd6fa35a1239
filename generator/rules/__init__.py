"""Description to plan by rules: no model, no key, the same answer every time.

The rules follow what testing tools infer from descriptions (Schemathesis' stateful dependencies, RESTler's producer and
consumer inference, EvoMaster's call graph), restated and turned from testing into serving.
"""
