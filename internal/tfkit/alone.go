package tfkit

import "context"

// Alone waits until nobody else in this run works on what the key names, and then
// keeps everybody else waiting until done is called. An empty key names nothing: it
// waits for nobody. An error is ctx's.
func (c *Connections) Alone(ctx context.Context, key string) (done func(), err error) {
	if key == "" {
		return func() {}, nil
	}
	c.mu.Lock()
	if c.alone == nil {
		c.alone = map[string]chan struct{}{}
	}
	turn := c.alone[key]
	if turn == nil {
		turn = make(chan struct{}, 1)
		c.alone[key] = turn
	}
	c.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
