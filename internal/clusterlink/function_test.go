package clusterlink_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/acctest"
)

// fits is a link whose arguments are those that a file gives.
func fits(parsed map[string]any, more map[string]any) acctest.Object {
	config := link(map[string]any{"remote_authentication": nil, "remote_bootstrap_servers": nil})
	for name, value := range parsed {
		if name != "left_out" && value != nil {
			config[name] = value
		}
	}
	maps.Copy(config, more)
	return config
}

func TestProtoParseProperties(t *testing.T) {
	t.Parallel()
	p := acctest.NewWorld(t).NewProtocol(nil)
	for name, c := range map[string]struct {
		text string
		want map[string]string // parts of the result, as fmt prints them; "" for null
		more map[string]any    // what the file does not hold
	}{
		"API key": {
			text: "# a comment\nbootstrap.servers=pkc-jump:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n" +
				"sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\\n  username='JUMPKEY' \\\n  password='JUMP=SECRET';\nacl.sync.ms=7000\n",
			want: map[string]string{
				"remote_bootstrap_servers": "pkc-jump:9092", "remote_authentication": "map[oauth:<nil> sasl:map[mechanism:<nil> password_wo:JUMP=SECRET username:JUMPKEY] security_protocol:<nil> tls:<nil>]",
				"local_authentication": "", "config": "map[acl.sync.ms:7000]", "config_wo": "", "left_out": "", "link_mode": "",
			},
		},
		"source-initiated": {
			text: "link.mode=SOURCE\nconnection.mode=OUTBOUND\nbootstrap.servers=pkc-jump:9092\ncluster.link.prefix=x-\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n" +
				"sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"a\" password=\"b\";\n" +
				"local.security.protocol=SASL_PLAINTEXT\nlocal.sasl.mechanism=PLAIN\nlocal.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"c\" password=\"d\";\n",
			want: map[string]string{
				"link_mode": "SOURCE", "connection_mode": "OUTBOUND", "prefix": "x-",
				"remote_authentication": "map[oauth:<nil> sasl:map[mechanism:SCRAM-SHA-512 password_wo:b username:a] security_protocol:<nil> tls:<nil>]",
				"local_authentication":  "map[oauth:<nil> sasl:map[mechanism:<nil> password_wo:d username:c] security_protocol:SASL_PLAINTEXT tls:<nil>]",
			},
			more: map[string]any{"kafka_cluster_id": "here", "remote_cluster_id": "Zl2p7vdXTXuJ1Rn9hJzCkQ"},
		},
		"OAuth": {
			text: "bootstrap.servers=pkc-jump:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=https://idp/token\nsasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler\n" +
				"sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"c\" clientSecret=\"s\" scope=\"a b\" extension_logicalCluster=\"lkc-jump\" extension_identityPoolId=\"pool-1\";\n",
			want: map[string]string{"remote_authentication": "map[oauth:map[client_id:c client_secret_wo:s identity_pool_id:pool-1 logical_cluster_id:lkc-jump scope:a b token_endpoint_url:https://idp/token] sasl:<nil> security_protocol:<nil> tls:<nil>]"},
		},
		"mTLS": {
			text: "bootstrap.servers=pkc-jump:9092\nsecurity.protocol=SSL\nssl.keystore.type=PEM\nssl.keystore.certificate.chain=-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\nssl.keystore.key=-----BEGIN PRIVATE KEY-----\\nMIIB\\n-----END PRIVATE KEY-----\n",
			want: map[string]string{"config": "", "config_wo": ""},
		},
		"another login module": {
			text: "bootstrap.servers=pkc-jump:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanism=GSSAPI\nsasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab=\"/k\" principal=\"p@R\";\n",
			want: map[string]string{"remote_authentication": "", "config": "map[sasl.mechanism:GSSAPI security.protocol:SASL_SSL]", "config_wo": `map[sasl.jaas.config:com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab="/k" principal="p@R";]`},
			more: map[string]any{"remote_cluster_id": "Zl2p7vdXTXuJ1Rn9hJzCkQ"},
		},
		"Kerberos whose JAAS the brokers have": {
			text: "bootstrap.servers=pkc-jump:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanism=GSSAPI\nsasl.kerberos.service.name=kafka\n",
			want: map[string]string{"remote_authentication": "", "config": "map[sasl.kerberos.service.name:kafka sasl.mechanism:GSSAPI security.protocol:SASL_SSL]"},
			more: map[string]any{"remote_cluster_id": "Zl2p7vdXTXuJ1Rn9hJzCkQ"},
		},
		// The files of Confluent's hybrid tutorials, as their readers fill them in.
		"Platform to Cloud, SCRAM at home": {
			text: "link.mode=SOURCE\r\nconnection.mode=OUTBOUND\r\n\r\nbootstrap.servers=pkc-jump:9092\r\nssl.endpoint.identification.algorithm=https\r\nsecurity.protocol=SASL_SSL\r\nsasl.mechanism=PLAIN\r\n" +
				"sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username='K' password='a/b+c=';\r\n" +
				"local.listener.name=INTERNAL\r\nlocal.security.protocol=SASL_PLAINTEXT\r\nlocal.sasl.mechanism=SCRAM-SHA-512\r\n" +
				"local.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=\"me\" password=\"it's\";\r\n",
			want: map[string]string{
				"link_mode":             "SOURCE",
				"remote_authentication": "map[oauth:<nil> sasl:map[mechanism:<nil> password_wo:a/b+c= username:K] security_protocol:<nil> tls:map[endpoint_identification_algorithm:https key_password_wo:<nil> keystore_certificate_chain:<nil> keystore_key_wo:<nil> truststore_certificates:<nil>]]",
				"local_authentication":  "map[oauth:<nil> sasl:map[mechanism:SCRAM-SHA-512 password_wo:it's username:me] security_protocol:SASL_PLAINTEXT tls:<nil>]",
				"config":                "map[local.listener.name:INTERNAL]",
			},
			more: map[string]any{"kafka_cluster_id": "Zl2p7vdXTXuJ1Rn9hJzCkQ"},
		},
		"the token listener of Platform, stores in files": {
			text: "link.mode=SOURCE\nbootstrap.servers=pkc-jump:9092\nlocal.listener.name=TOKEN\nlocal.security.protocol=SASL_SSL\nlocal.sasl.mechanism=OAUTHBEARER\n" +
				"local.ssl.truststore.location=/etc/kafka/t.jks\nlocal.ssl.truststore.password=tSECRET\n" +
				"local.sasl.login.callback.handler.class=io.confluent.kafka.clients.plugins.auth.token.TokenUserLoginCallbackHandler\n" +
				"local.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required username=\"u\" password=\"pSECRET\" metadataServerUrls=\"https://mds:8090\";\n",
			want: map[string]string{
				"local_authentication": "",
				"config":               "map[local.listener.name:TOKEN local.sasl.login.callback.handler.class:io.confluent.kafka.clients.plugins.auth.token.TokenUserLoginCallbackHandler local.sasl.mechanism:OAUTHBEARER local.security.protocol:SASL_SSL local.ssl.truststore.location:/etc/kafka/t.jks]",
				"config_wo":            "map[local.sasl.jaas.config:org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required username=\"u\" password=\"pSECRET\" metadataServerUrls=\"https://mds:8090\"; local.ssl.truststore.password:tSECRET]",
			},
			more: map[string]any{"kafka_cluster_id": "Zl2p7vdXTXuJ1Rn9hJzCkQ"},
		},
		"everything synced": {
			text: "cluster.link.prefix=scus-\nconsumer.offset.sync.enable=true\nconsumer.offset.sync.ms=5000\nconsumer.offset.group.filters={\"groupFilters\":[{\"name\":\"*\",\"patternType\":\"LITERAL\",\"filterType\":\"INCLUDE\"}]}\n" +
				"auto.create.mirror.topics.enable=true\nauto.create.mirror.topics.filters={ \"topicFilters\": [ {\"name\": \"*\",  \"patternType\": \"LITERAL\",  \"filterType\": \"INCLUDE\"} ] }\n",
			want: map[string]string{
				"prefix": "scus-",
				"config": `map[auto.create.mirror.topics.enable:true auto.create.mirror.topics.filters:{ "topicFilters": [ {"name": "*",  "patternType": "LITERAL",  "filterType": "INCLUDE"} ] } consumer.offset.group.filters:{"groupFilters":[{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}]} consumer.offset.sync.enable:true consumer.offset.sync.ms:5000]`,
			},
			more: map[string]any{"remote_bootstrap_servers": "pkc-jump:9092", "remote_authentication": login("K", "S")},
		},
		"settings of no link": {
			text: "bootstrap.servers=pkc-jump:9092\nsource.sasl.mechanism=PLAIN\n",
			want: map[string]string{"left_out": "map[source.sasl.mechanism:Links have no settings that begin with \"source.\"."},
			more: map[string]any{"remote_authentication": login("K", "S")},
		},
	} {
		result, fault := p.Call("parse_properties", c.text)
		if fault != nil {
			t.Fatalf("%s: %v", name, fault)
		}
		parsed := result.(map[string]any)
		for part, want := range c.want {
			got := fmt.Sprint(parsed[part])
			if want == "" && parsed[part] != nil || want != "" && !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %v, want %q", name, part, got, want)
			}
		}
		if d := p.Validate(typeName, fits(parsed, c.more)).Errors(); len(d) > 0 {
			t.Errorf("%s does not fit: %s", name, d)
		}
		// Secrets stand where nothing is stored.
		for _, plain := range []string{"config", "link_mode", "remote_bootstrap_servers"} {
			if text := fmt.Sprint(parsed[plain]); strings.Contains(text, "SECRET") || strings.Contains(text, "PRIVATE") {
				t.Errorf("%s: a secret in %s: %s", name, plain, text)
			}
		}
	}
	_, fault := p.Call("parse_properties", "a=b\nc=d\na=e\n")
	if fault == nil || fault.FunctionArgument == nil || *fault.FunctionArgument != 0 || !strings.Contains(fault.Text, `Line 3: "a" is given again, after line 1`) {
		t.Errorf("got %v", fault)
	}
}
