"""Making a published folder: public database, public log, captures, and what it takes to serve them anywhere."""
