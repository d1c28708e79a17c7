package clusterlink
import "github.com/hashicorp/terraform-plugin-framework/resource"
func NewResource() resource.Resource { return nil }
