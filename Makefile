# make demo     set everything up and show the main job
# make test     set everything up, then pass the checks and the tests
# make format   put the code in its standard form
# make snapshot CMS=FOLDER   write the default catalog's figures anew from CMS's files
# make clean    take everything away again that the above made here
#
# Needs Python 3.11 or newer and make. Another Python: make PYTHON=/path/to/python demo

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
CMS ?= ../shared/data

.PHONY: demo test checks format snapshot clean

demo: $(READY)
	@$(BIN)/cleanclaim demo

test: checks
	@$(BIN)/python -m pytest --cov --cov-report=term

checks: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY)
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# The files of CMS that the default catalog is made of; see CONTRIBUTING.md.
snapshot: $(READY)
	@cd "$(CMS)" && "$(CURDIR)/$(BIN)/cleanclaim" catalog snapshot \
	  --into "$(CURDIR)/catalog/snapshot" \
	  pfs/RVU25A.zip \
	  pfs/rvu25d/PPRRVU2025_Oct.csv \
	  pfs/rvu26c/PPRRVU2026_Jul_nonQPP.csv \
	  pfs/rvu26c/localities2026-01-01-2026.csv \
	  anesthesia/CY_2022_Anesthesia_Base_Units_110921/CY_2022_Anesthesia_Base_Units_110921.xlsx \
	  zip/ZIP5_OCT2025.txt \
	  zip/ZIP5_APR2026.xlsx \
	  ncci/ncci_ptp_practitioner_v32.2_2026Q3_active_from_PatientBillGuide.tsv.gz \
	  mue/MCR_MUE_PractitionerServices_Eff_04-01-2026.csv \
	  mue/MCR_MUE_OutpatientHospitalServices_Eff_04-01-2026.csv \
	  mue/MCR_MUE_DMESupplierServices_Eff_04-01-2026.csv \
	  aoc/AOC_V2026Q2-MCR.xlsx \
	  hcpcs/january-2026-alpha-numeric-hcpcs-file.zip \
	  clfs/PUF_CLFS_CY2026_Q2V1.csv \
	  "asp/section 508 version of January 2026 Medicare Part B Payment Limit File 121725.csv" \
	  rbcs/rbcs_northstar.csv \
	  pos/pos_codes_northstar.csv

clean:
	@rm -rf $(VENV) .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache \
	  .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Everything is installed into this folder's own .venv, at the versions and with the
# hashes of constraints.txt.
$(READY): constraints.txt pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "cleanclaim needs Python 3.11 or newer; '$(PYTHON)' is not that."; \
	  echo "Install it, or name it: make PYTHON=/path/to/python3.11 demo"; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python has no venv module. On Debian or Ubuntu:"; \
	  echo "  apt-get install python3-venv"; \
	  echo "or name another Python: make PYTHON=/path/to/python3.11 demo"; exit 1; }
	@test -w . || { \
	  echo "This folder cannot be written ($(CURDIR))."; \
	  echo "Copy it to one that can, and run make there."; exit 1; }
	@echo "Setting up $(VENV) (a minute, once) ..."
	@"$(PYTHON)" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r constraints.txt || { \
	  echo "The packages of constraints.txt could not be installed: is the machine"; \
	  echo "online? Behind a proxy or a mirror, set pip up for it first."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@touch $(READY)
