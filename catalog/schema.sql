-- The whole catalog on one page. Columns are the fields of catalog/records.py, in
-- order, after the release that a row belongs to. A blank cell is '', never NULL or 0.
-- Decimals are text, exactly as CMS prints them. Days are YYYY-MM-DD.

CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE release (
  number INTEGER PRIMARY KEY,
  id TEXT UNIQUE, dataset TEXT, name TEXT, title TEXT,
  effective_from TEXT, effective_to TEXT, file TEXT, sha256 TEXT, url TEXT,
  rows INTEGER,
  snapshot INTEGER NOT NULL  -- 1: it came with the project; 0: its owner imported it
);

CREATE TABLE physician_fee (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, modifier TEXT, status TEXT, not_paid_flag TEXT,
  work TEXT, pe_nonfacility TEXT, na_nonfacility INTEGER,
  pe_facility TEXT, na_facility INTEGER, mp TEXT,
  total_nonfacility TEXT, total_facility TEXT,
  pctc TEXT, global_days TEXT,
  preoperative TEXT, intraoperative TEXT, postoperative TEXT,
  multiple_procedure TEXT, bilateral TEXT, assistant TEXT, cosurgeon TEXT, team TEXT,
  pricing_indicator TEXT, endoscopic_base TEXT, conversion_factor TEXT,
  supervision TEXT, calculation_flag TEXT, imaging_family TEXT,
  opps_pe_nonfacility TEXT, opps_pe_facility TEXT, opps_mp TEXT,
  PRIMARY KEY (release, code, modifier)
) WITHOUT ROWID;

-- Only in catalogs that their owner imported CMS's files into: AMA text is in it.
CREATE TABLE descriptor (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, modifier TEXT, text TEXT,
  PRIMARY KEY (release, code, modifier)
) WITHOUT ROWID;

CREATE TABLE gpci (
  release INTEGER NOT NULL REFERENCES release(number),
  mac TEXT, locality TEXT, state TEXT, name TEXT, work TEXT, pe TEXT, mp TEXT,
  PRIMARY KEY (release, mac, locality)
) WITHOUT ROWID;

CREATE TABLE anesthesia_factor (
  release INTEGER NOT NULL REFERENCES release(number),
  mac TEXT, locality TEXT, name TEXT, factor TEXT,
  PRIMARY KEY (release, mac, locality)
) WITHOUT ROWID;

CREATE TABLE anesthesia_base (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, units INTEGER,
  PRIMARY KEY (release, code)
) WITHOUT ROWID;

CREATE TABLE locality_counties (
  release INTEGER NOT NULL REFERENCES release(number),
  mac TEXT, locality TEXT, state TEXT, area TEXT, counties TEXT
);

CREATE TABLE zip_locality (
  release INTEGER NOT NULL REFERENCES release(number),
  zip_code TEXT, state TEXT, carrier TEXT, locality TEXT, rural TEXT, crosses INTEGER,
  PRIMARY KEY (release, zip_code)
) WITHOUT ROWID;

CREATE TABLE rationale (number INTEGER PRIMARY KEY, text TEXT UNIQUE);

-- CMS lists some edits twice, and many once for each period they were in force.
CREATE TABLE edit_pair (
  release INTEGER NOT NULL REFERENCES release(number),
  column1 TEXT, column2 TEXT, modifier_indicator TEXT,
  effective_from TEXT, deleted_on TEXT,
  rationale INTEGER REFERENCES rationale(number),
  PRIMARY KEY (
    release, column1, column2, deleted_on, effective_from, modifier_indicator
  )
) WITHOUT ROWID;

CREATE TABLE unit_limit (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, units INTEGER, adjudication TEXT, rationale TEXT,
  PRIMARY KEY (release, code)
) WITHOUT ROWID;

CREATE TABLE add_on_edit (
  release INTEGER NOT NULL REFERENCES release(number),
  kind TEXT, add_on TEXT, add_on_deleted TEXT, primary_code TEXT, primary_deleted TEXT,
  effective_from TEXT, deleted_on TEXT, note TEXT
);

CREATE TABLE hcpcs_code (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, pricing TEXT, coverage TEXT, betos TEXT,
  added_on TEXT, effective_from TEXT, ended_on TEXT,
  PRIMARY KEY (release, code)
) WITHOUT ROWID;

CREATE TABLE hcpcs_modifier (
  release INTEGER NOT NULL REFERENCES release(number),
  modifier TEXT, added_on TEXT, effective_from TEXT, ended_on TEXT,
  PRIMARY KEY (release, modifier)
) WITHOUT ROWID;

CREATE TABLE lab_fee (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, modifier TEXT, effective_from TEXT, indicator TEXT, rate TEXT,
  PRIMARY KEY (release, code, modifier)
) WITHOUT ROWID;

CREATE TABLE drug_limit (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, dosage TEXT, payment_limit TEXT, coinsurance TEXT, note TEXT,
  PRIMARY KEY (release, code)
) WITHOUT ROWID;

CREATE TABLE category (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, procedure TEXT, category TEXT, subcategory TEXT, family TEXT,
  added_on TEXT, ended_on TEXT, effective_from TEXT,
  PRIMARY KEY (release, code, effective_from)
) WITHOUT ROWID;

CREATE TABLE place_of_service (
  release INTEGER NOT NULL REFERENCES release(number),
  code TEXT, rate TEXT, name TEXT,
  PRIMARY KEY (release, code)
) WITHOUT ROWID;

-- Every code of any release, with what it can be found by: our own words, and the
-- label of its RBCS family. Rebuilt whenever a release comes or goes.
CREATE TABLE known_code (
  code TEXT PRIMARY KEY,
  title TEXT NOT NULL, synonyms TEXT NOT NULL, description TEXT NOT NULL,
  label TEXT NOT NULL,
  text TEXT NOT NULL,  -- CMS's own descriptor, where its owner imported one
  common INTEGER NOT NULL,  -- 1: many claims have it; 2: it is the ordinary case
  reports INTEGER NOT NULL  -- 1: is sent to report a measure of quality, and never paid
);

-- The index of words over the codes in order; catalog/word_index.py reads it.
CREATE TABLE said (
  place INTEGER PRIMARY KEY,  -- of the code among all in order, from 0
  phrases TEXT NOT NULL, without TEXT NOT NULL, measures TEXT NOT NULL
);
CREATE TABLE spelling (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word (stem TEXT PRIMARY KEY, postings BLOB NOT NULL) WITHOUT ROWID;
