package kafka

import "testing"

// After a thousand have waited at once, it does not take a thousand requests until ten
// are known to be all that can come.
func TestCrowd_forgetsASet(t *testing.T) {
	t.Parallel()
	c := newCrowd()
	var leaves []func()
	for range 1000 {
		leaves = append(leaves, c.enter())
	}
	for _, leave := range leaves[10:] {
		leave()
	}
	requests := 0
	for enough, all := c.enough(5); !enough; enough, all = c.enough(5) {
		requests++
		c.gaveUp()
		if c.waiting == c.most {
			select {
			case <-all:
			default:
				t.Error("those who gather are not told that all wait")
			}
		}
	}
	if requests > 50 {
		t.Errorf("known after %d requests", requests)
	}
}
