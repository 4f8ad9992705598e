"""Questions to the database, asked alike by the command line and by the pages: plain SQL in, frozen values out."""
