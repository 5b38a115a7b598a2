package dev.creditledger.log.codec;

import com.fasterxml.jackson.annotation.JacksonInject;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Event;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * The record components of an event that are columns of the log: not written into the JSON, put back in from outside when
 * it is read.
 */
final class EventColumns {

    static final String ACCOUNT = "account";
    static final String OCCURRED_AT = "occurredAt";
    static final String BOOKED_AT = "bookedAt";

    private static final Set<String> ALL = Set.of(ACCOUNT, OCCURRED_AT, BOOKED_AT);

    private EventColumns() {}

    /** Leaves them out when writing. */
    static final class Omitting extends ValueSerializerModifier {
        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
            if (!Event.class.isAssignableFrom(bean.getBeanClass())) {
                return properties;
            }
            return properties.stream()
                    .filter(property -> !ALL.contains(property.getName()))
                    .toList();
        }
    }

    /** Puts them in when reading; and says that the constants of enums are written in lower case. */
    static final class Injecting extends JacksonAnnotationIntrospector {
        @Override
        public JacksonInject.@Nullable Value findInjectableValue(MapperConfig<?> config, AnnotatedMember member) {
            if (member instanceof AnnotatedParameter parameter
                    && parameter.getDeclaringClass().isRecord()
                    && Event.class.isAssignableFrom(parameter.getDeclaringClass())) {
                var name = parameter
                        .getDeclaringClass()
                        .getRecordComponents()[parameter.getIndex()]
                        .getName();
                if (ALL.contains(name)) {
                    return JacksonInject.Value.construct(name, false, false);
                }
            }
            return super.findInjectableValue(config, member);
        }

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            for (var i = 0; i < constants.length; i++) {
                names[i] = EnumNames.of(constants[i]);
            }
            return names;
        }
    }
}
