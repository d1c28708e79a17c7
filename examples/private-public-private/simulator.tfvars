# The simulator's own world, started with: go run ./internal/simulator/clinksim -listen 127.0.0.1:8090
# Copy this file and put in your clusters. Secrets stay out of it: they are TF_VAR_ variables.

primary_cluster = {
  id            = "lkc-primary"
  rest_endpoint = "http://127.0.0.1:8090"
  api_key       = "PRIMARYKEY"
}

jump_cluster = {
  id            = "lkc-jump"
  bootstrap     = "pkc-jump:9092"
  rest_endpoint = "http://127.0.0.1:8090"
  api_key       = "JUMPKEY"
}

dr_cluster = {
  id            = "lkc-dr"
  rest_endpoint = "http://127.0.0.1:8090"
  api_key       = "DRKEY"
}

topics               = ["orders", "payments"]
auto_create_prefixes = ["events-"]
