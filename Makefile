# dipsim: `make demo` and `make test` are the two commands; `make help` lists the rest.

PYTHON =
WORKERS = 2
READY = .venv/.ready
LOCKS = requirements/py311.txt requirements/py312.txt requirements/py313.txt
export PYTHONDONTWRITEBYTECODE =  # with bytecode kept, processes start in half the time

.PHONY: help env demo test lint site site-look pages kernels bench experiments lock clean campaign-mechanisms campaign-map campaign-both-signs campaign-docking \
	campaign-arms campaign-words campaign-third campaign-prior-shares campaign-recognise campaign-tests campaign-kills campaign-run-kills campaign-disk campaign-corruption campaign-races campaign-bits

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile
	@echo "  PYTHON=python3.12 before a first 'make' (or after 'make clean') chooses the Python, WORKERS=4 the test processes."

$(READY): pyproject.toml $(LOCKS) requirements/setup.sh
	@sh requirements/setup.sh "$(PYTHON)"

env: $(READY) ## make the environment .venv from the lock file

demo: $(READY) ## run the South China Sea scenario 200 times and say where the figures are
	@if [ -f demo/manifest.json ]; then rm -rf demo; fi
	@.venv/bin/dipsim run south_china_sea --replicates 200 --out demo
	@echo "Look at:"
	@for f in demo/report.html demo/figures/*; do if [ -f "$$f" ]; then echo "  $$f"; fi; done

test: $(READY) ## check style and types, then run the tests; the ten slowest are listed
	@$(MAKE) --no-print-directory -j 2 lint kernels
	@.venv/bin/python -m pytest -n $(WORKERS) --dist worksteal -m "not campaign" --durations=10

kernels: $(READY)
	@.venv/bin/python -c "import dipsim; dipsim.run('two_nations', replicates=1, judge=False)"  # compiles once, for all test processes

lint: $(READY) ## ruff and mypy
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

site: $(READY) ## build the documentation site into site/ (minutes at first, while it runs every scenario of the gallery)
	@PYTHONPATH=tools .venv/bin/python -m docs_site

site-look: ## open every page of the built site in Chromium, without network, and take the screenshots of docs/
	@PYTHONPATH=tools .venv/bin/python -m docs_site.look

pages: $(READY) ## find pages with a command that is not accepted or with output that is not printed any more; SLOW=yes runs all
	@PYTHONPATH=tools .venv/bin/python tools/stale_pages.py $(if $(SLOW),--slow)

bench: $(READY) ## measure speed, memory, compile and import time
	@for f in benchmarks/*.py; do echo "$$f" && .venv/bin/python "$$f" || exit 1; done

experiments: $(READY) ## run the six experiments one after the other (about half an hour), into results/
	@for f in experiments/*/*.yaml; do .venv/bin/dipsim sweep "$$f" --out "results/$$(basename "$$(dirname "$$f")")-$$(basename "$$f" .yaml)" || exit 1; done

campaign-mechanisms: $(READY) ## measure what switching off each mechanism changes in three scenarios, and write docs/mechanisms.md
	@.venv/bin/python campaigns/mechanisms.py --workers $(WORKERS)

campaign-map: $(READY) ## flip points and WHEN maps along intent, context and agreements (docs/map.md)
	@.venv/bin/python campaigns/map.py --workers $(WORKERS)

campaign-both-signs: $(READY) ## one kind of cooperation that escalates and stabilises the same real region (docs/both_signs.md)
	@.venv/bin/python campaigns/both_signs.py

campaign-recognise: $(READY) ## what an expert checks, in every region of real nations; DATA=FOLDER adds real disputes (docs/recognition.md)
	@.venv/bin/python campaigns/recognition.py --workers $(WORKERS) $(if $(DATA),--data $(DATA)) $(if $(RECORD),--record)

campaign-arms: $(READY) ## what arms do to buyers, their victims and regions (docs/arms.md)
	@.venv/bin/python campaigns/arms.py all --write

campaign-words: $(READY) ## does the word of a verdict stay as runs are added? (docs/verdict.md)
	@.venv/bin/python campaigns/words.py --write

campaign-calibration: $(READY) ## fit what data up to 1989 can fit, DATA=FOLDER; goes on where it was stopped (docs/validity.md)
	@.venv/bin/python campaigns/calibration.py --data $(DATA) --write

campaign-calibration-check: $(READY) ## is the method right? simulation-based calibration on a small world and one region, DATA=FOLDER
	@.venv/bin/python campaigns/calibration.py --data $(DATA) --check

campaign-polls: $(READY) ## trust in runs against opinion polls (docs/validity.md)
	@.venv/bin/python campaigns/polls.py

campaign-third: $(READY) ## how disputes after exercises with third parties move with alarm, DATA=FOLDER (docs/validity.md)
	@.venv/bin/python campaigns/third_party_moment.py --data $(DATA)

campaign-prior-shares: $(READY) ## cooperation as a whole over 500 draws of every uncertain number; goes on where it stopped (docs/validity.md)
	@.venv/bin/python campaigns/prior_shares.py --workers $(WORKERS) --write

campaign-tests: $(READY) kernels ## the tests that take long: pages in Chromium, notebooks, claims of scenarios of real regions, figures at odd sizes
	@.venv/bin/python -m pytest -n $(WORKERS) --dist worksteal -m campaign --durations=10

campaign-docking: $(READY) ## hold a second model, of objects, against the engine (docs/docking.md)
	@.venv/bin/python benchmarks/yardsticks/dock.py --all --replicates 3 --generated 1000 --quiet --write

campaign-kills: $(READY) ## kill -9 a sweep and its workers 200 times and resume it (docs/reliability.md)
	@.venv/bin/python campaigns/kills.py

campaign-run-kills: $(READY) ## kill -9 a run 30 times at any moment and give it again (docs/reliability.md)
	@.venv/bin/python campaigns/run_kills.py

campaign-disk: $(READY) ## run a sweep on 40 full disks and on disks that refuse (docs/reliability.md)
	@.venv/bin/python campaigns/disk_full.py

campaign-corruption: $(READY) ## damage 1,000 shards, see each noticed and mended (docs/reliability.md)
	@.venv/bin/python campaigns/corruption.py

campaign-races: $(READY) ## several processes at once on one folder of a sweep (docs/reliability.md)
	@.venv/bin/python campaigns/races.py

campaign-bits: $(READY) ## one hash as code for SSE2, AVX2 and AVX-512, and without a compiler? (docs/performance.md)
	@.venv/bin/python campaigns/bits.py

lock: ## resolve the lock file of PYTHON anew
	@sh requirements/lock.sh "$(PYTHON)"

clean: ## remove the environment, caches and the demo's results
	@if [ -f demo/manifest.json ]; then rm -rf demo; fi
	@rm -rf site build .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	@find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
