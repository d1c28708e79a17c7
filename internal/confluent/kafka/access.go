package kafka

import (
	"context"
	"net/url"
)

// ConsumerGroup is a consumer group.
type ConsumerGroup struct {
	ID string `json:"consumer_group_id"`
}

// ConsumerGroups lists the consumer groups of the cluster that the caller may see.
func (c *Client) ConsumerGroups(ctx context.Context) ([]ConsumerGroup, error) {
	var list listOf[ConsumerGroup]
	call := c.get("consumer-groups")
	call.Into = &list
	err := c.rest.Do(ctx, call)
	return list.Data, err
}

// ACL is an entry of the cluster's access control list. Its values are spelled as the
// API does, such as TRANSACTIONAL_ID and DESCRIBE_CONFIGS.
type ACL struct {
	ResourceType string `json:"resource_type"`
	ResourceName string `json:"resource_name"`
	PatternType  string `json:"pattern_type"`
	Principal    string `json:"principal"`
	Host         string `json:"host"`
	Operation    string `json:"operation"`
	Permission   string `json:"permission"`
}

// ACLs lists the entries that the cluster finds for a filter, of which empty fields, and
// ANY, select all.
func (c *Client) ACLs(ctx context.Context, filter ACL) ([]ACL, error) {
	query := url.Values{}
	for name, value := range map[string]string{
		"resource_type": filter.ResourceType, "resource_name": filter.ResourceName, "pattern_type": filter.PatternType,
		"principal": filter.Principal, "host": filter.Host, "operation": filter.Operation, "permission": filter.Permission,
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	var list listOf[ACL]
	call := c.get("acls")
	call.Query, call.Into = query, &list
	err := c.rest.Do(ctx, call)
	return list.Data, err
}
