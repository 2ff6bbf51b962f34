package tokenclient

// CloseIdle closes the connections that no request uses: their buffers still
// hold what went through them last. Requests under way go on; the next one
// connects anew.
func (c *Client) CloseIdle() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}
