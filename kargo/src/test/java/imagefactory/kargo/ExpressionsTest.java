package imagefactory.kargo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpressionsTest {
    @Test
    void plainTextStaysAsItIs() {
        assertThat(Expressions.literally("apps/portal/a b.yaml")).isEqualTo("apps/portal/a b.yaml");
        assertThat(Expressions.literally("{\"}}\"$")).isEqualTo("{\"}}\"$");
    }

    @Test
    void expressionInATextIsTextToo() {
        assertThat(Expressions.literally("x${{ secret(\"a\").b }}"))
                .isEqualTo("${{ \"x\\u0024\\u007b\\u007b secret\\u0028\\u0022a\\u0022\\u0029.b \\u007d\\u007d\" }}");
        assertThat(Expressions.literally("${%x%}")).isEqualTo("${{ \"\\u0024\\u007b\\u0025x\\u0025\\u007d\" }}");
        assertThat(Expressions.literally("${😀\\")).isEqualTo("${{ \"\\u0024\\u007b\\U0001f600\\u005c\" }}");
    }
}
