package networklink
import "github.com/hashicorp/terraform-plugin-framework/resource"
func NewServiceResource() resource.Resource { return nil }
func NewEndpointResource() resource.Resource { return nil }
