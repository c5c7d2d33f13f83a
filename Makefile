# make demo   set everything up and show the main job
# make test   set everything up and pass the checks and the tests
