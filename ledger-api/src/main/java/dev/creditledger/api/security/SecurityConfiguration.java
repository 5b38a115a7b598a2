package dev.creditledger.api.security;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.problem.ProblemWriter;
import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import tools.jackson.databind.json.JsonMapper;

/** Who may come in: every call needs a valid token; what its roles allow, each call decides for itself. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecuritySettings.class)
class SecurityConfiguration {

    private static final String[] PUBLIC = {
        "/",
        "/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/openapi.json",
        "/docs",
        "/docs/**",
        "/problems/*",
        // Who a live client is, it says in its first message.
        "/ws/live/**"
    };

    @Bean
    SecurityFilterChain doors(HttpSecurity http, AccessTokens tokens, ProblemWriter problems) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.referrerPolicy(policy -> {})
                        .contentSecurityPolicy(policy ->
                                policy.policyDirectives("default-src 'none'; script-src 'self'; connect-src 'self';"
                                        + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none';"
                                        + " form-action 'none'; frame-ancestors 'none'")))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .permitAll()
                        .requestMatchers(PUBLIC)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.bearerTokenResolver(new BearerHeader())
                        .authenticationManagerResolver(_ -> tokens)
                        .authenticationEntryPoint(
                                (request, response, refusal) -> problems.write(problem(refusal), request, response)))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(
                                (request, response, refusal) -> problems.write(problem(refusal), request, response))
                        .accessDeniedHandler(
                                (request, response, _) -> problems.write(Problem.FORBIDDEN.here(), request, response)))
                .build();
    }

    private static ProblemException problem(AuthenticationException refusal) {
        return switch (refusal) {
            case TokenRefused refused
            when refused.problem().problem() == Problem.INVALID_TOKEN ->
                refused.problem().header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            case TokenRefused refused -> refused.problem();
            case org.springframework.security.oauth2.core.OAuth2AuthenticationException _ ->
                Problem.INVALID_TOKEN.here().header("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            default -> Problem.UNAUTHENTICATED.here().header("WWW-Authenticate", "Bearer");
        };
    }

    @Bean
    StrictHttpFirewall firewall() {
        return HeaderCharacters.firewall();
    }

    /** A span around every filter says nothing that the request's own does not. */
    @Bean
    SecurityObservationSettings unobservedFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** Paths with tricks in them, such as encoded slashes. */
    @Bean
    RequestRejectedHandler rejectedRequests(ProblemWriter problems) {
        return (request, response, _) -> problems.write(Problem.MALFORMED_REQUEST.here(), request, response);
    }

    @Bean
    @ConditionalOnProperty(name = "ledger.mode", havingValue = "dev")
    DevTokenKey devTokenKey(@Value("${ledger.data}") Path dataDirectory) {
        return DevTokenKey.in(dataDirectory);
    }

    /** Named as the application's only way to authenticate, so that nothing makes up a user with a password. */
    @Bean
    AccessTokens accessTokens(SecuritySettings settings, ObjectProvider<DevTokenKey> devKey, JsonMapper json) {
        var dev = devKey.getIfAvailable();
        var issuer = dev == null ? settings.issuer().orElseThrow(SecurityConfiguration::noIssuer) : DevTokenKey.ISSUER;
        var audience = dev == null ? settings.audience() : DevTokenKey.AUDIENCE;
        JWKSource<SecurityContext> keys =
                dev == null ? IssuerKeys.of(settings, json) : new ImmutableJWKSet<>(dev.publicKeys());
        var claims = new TokenClaims(issuer, audience, settings.requireAccounts(), settings.requireFeatures());
        return new AccessTokens(keys, claims, settings, InstantSource.system());
    }

    private static IllegalStateException noIssuer() {
        return new IllegalStateException(
                "Whose access tokens count? Set LEDGER_SECURITY_ISSUER to the issuer (iss) of"
                        + " the tokens, and LEDGER_SECURITY_JWKS to its keys when it does not publish OpenID Connect metadata.");
    }
}
