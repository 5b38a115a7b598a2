package dev.creditledger.api.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DatabaseConfiguration {

    private static final String SEND_BUFFER_BYTES = "262144";

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(DatabaseSettings settings) {
        var pool = new HikariConfig();
        pool.setPoolName("ledger");
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(settings.connectionsMax());
        // Connections cost the database megabytes: few wait idle.
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
        pool.addDataSourceProperty("ApplicationName", "credit-ledger");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        // What a failed statement was about: rows, which may say something about a person. Exceptions are logged.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        // Longer than any statement of ours: a connection that went silent is given up, not waited for.
        pool.addDataSourceProperty("socketTimeout", "60");
        // An append has up to a megabyte: in pieces of 8 KiB, as by default, it would wake the database for each.
        pool.addDataSourceProperty("maxSendBufferSize", SEND_BUFFER_BYTES);
        pool.addDataSourceProperty("sendBufferSize", SEND_BUFFER_BYTES);
        if (settings.readOnly()) {
            pool.addDataSourceProperty("options", "-c default_transaction_read_only=on");
        }
        return new HikariDataSource(pool);
    }
}
