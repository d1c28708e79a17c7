module github.com/clusterlinking/terraform-provider-clink

go 1.26.0
