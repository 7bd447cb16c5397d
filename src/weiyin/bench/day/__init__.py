"""A great bank's whole day, replayed at full speed through HTTP: what it took, hour by hour.

Three processes, as a small install has them: a web process on one core, the worker (the bank's
books change, and a courier tells of it) and the load on the other, all on SQLite with
synchronous=FULL; WeChat's calls are answered by a fourth. Nothing waits for a clock: an hour's
pushes come as fast as 64 connections can send them.
"""
