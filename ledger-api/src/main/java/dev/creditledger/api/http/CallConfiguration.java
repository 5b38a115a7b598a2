package dev.creditledger.api.http;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.security.CallerAuthentication;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Hands controllers their {@link Call}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HttpSettings.class)
class CallConfiguration implements WebMvcConfigurer {

    private final Origin origin;

    CallConfiguration(Origin origin) {
        this.origin = origin;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.addFirst(new Calls(origin));
    }

    private record Calls(Origin origin) implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Call.class;
        }

        @Override
        public Call resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            if (request.getNativeRequest() instanceof HttpServletRequest servletRequest
                    && SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication token) {
                return new Call(servletRequest, token.caller(), origin);
            }
            throw Problem.UNAUTHENTICATED.here();
        }
    }
}
