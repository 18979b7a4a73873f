"""The jobs: one module a job, each with a function from paths, names or objects and options to a result.

``facegap`` itself lists them: ``facegap.compare`` is ``facegap.workflows.comparing.compare``, imported when it is first
used. ``facegap.workflows.parts`` holds what the jobs share.
"""
