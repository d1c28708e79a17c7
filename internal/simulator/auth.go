package simulator

import (
	"crypto/subtle"
	"net/http"
	"time"
)

// basicAuth reports whether the request carries one of the keys.
func basicAuth(r *http.Request, keys map[string]string) bool {
	key, secret, given := r.BasicAuth()
	want, known := keys[key]
	return given && known && subtle.ConstantTimeCompare([]byte(secret), []byte(want)) == 1
}

// unauthorized is what a wrong key gets (contract A.8).
func unauthorized() error { return loginError{scheme: "Basic"} }

// loginError is a login that failed, and the scheme with which to try again.
type loginError struct{ scheme string }

func (loginError) Error() string { return "Authentication failed" }

func (e loginError) reply() reply {
	rep := kafkaError{http.StatusUnauthorized, codeBadKey, e.Error()}.reply()
	rep.header = http.Header{"Www-Authenticate": {e.scheme + ` realm="kafka"`}}
	return rep
}

// bucket allows a number of requests per second, and as many at once.
type bucket struct {
	rate   float64
	tokens float64
	last   time.Time
}

func newBucket(perSecond int, now time.Time) bucket {
	return bucket{rate: float64(perSecond), tokens: float64(perSecond), last: now}
}

// take reports whether one more request is allowed. A bucket without a rate
// allows everything.
func (b *bucket) take(now time.Time) bool {
	if b.rate == 0 {
		return true
	}
	if passed := now.Sub(b.last); passed > 0 {
		b.tokens = min(b.rate, b.tokens+passed.Seconds()*b.rate)
		b.last = now
	}
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// rateLimitError is the page that Jetty's filter answers before any JSON is
// made (contract E).
type rateLimitError struct{}

func (rateLimitError) Error() string { return "429 Too Many Requests" }

func (rateLimitError) reply() reply {
	return reply{
		status: http.StatusTooManyRequests,
		header: http.Header{"Content-Type": {"text/html;charset=iso-8859-1"}},
		body: `<html>
<head>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
<title>Error 429 Too Many Requests</title>
</head>
<body><h2>HTTP ERROR 429 Too Many Requests</h2>
<table>
<tr><th>STATUS:</th><td>429</td></tr>
<tr><th>MESSAGE:</th><td>Too Many Requests</td></tr>
</table>
</body>
</html>
`,
	}
}
