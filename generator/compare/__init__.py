"""Comparison of a server with the real service: a recording, or a live service, against calls of the server.

recording.py   HTTP Archives in: what was asked, and what was truly answered
live.py        a live service called, as a recording
recorder.py    a server's own run as an HTTP Archive
contract.py    what the description declares of each operation, and where in a recording its paths begin
marks.py       where in a body the values stand that the server makes
mapping.py     which of them stand for each other on both sides
agreement.py   whether two bodies say the same, as far as the description declares them
replay.py      the recorded calls made on the server, one after the other
outcome.py     what came of it
"""
