// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "s3a://KEY:SECRET@bucket/photos, s3a://***@bucket/photos",
    "folder:s3a://KEY:SE/CR+ET=@bucket/a@b, folder:s3a://***@bucket/a@b",
    "https://user:pass@host/x and http://token@host/y, https://***@host/x and http://***@host/y",
    "ftp://user:@host:21/x, ftp://***@host:21/x",
    "hdfs://me@name:8020/x, hdfs://***@name:8020/x",
    "s3a://KEY:12345@bucket/x, s3a://***@bucket/x",
    "abfss://user:pass@account/x, abfss://***@account/x"
  })
  void usersAndPasswordsAreHidden(String text, String hidden) {
    assertThat(Credentials.hidden(text)).isEqualTo(hidden);
    assertThat(Credentials.hidden(hidden)).isEqualTo(hidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cifar10:/data/me@home/x",
        "hdfs://name:8020/user/me@home/x",
        "s3a://bucket/a@2x.png",
        "file:///data/a@b:c",
        "abfss://container@account.dfs.core.windows.net/x",
        "spark://127.0.0.1:7077 and me@example.org"
      })
  void otherTextStaysAsItIs(String text) {
    assertThat(Credentials.hidden(text)).isEqualTo(text);
  }

  @Test
  void noMessageHasThem() {
    assertThat(new BadInputException("s3a://KEY:SECRET@bucket/x is no folder"))
        .hasMessage("s3a://***@bucket/x is no folder");
  }

  @Test
  void aPlaceThatLostItsCredentialsIsRefused() {
    assertThatThrownBy(() -> Credentials.requireThere("folder:s3a://***@bucket/x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("fs.s3a.access.key");
    Credentials.requireThere("folder:s3a://bucket/***@x");
  }
}
