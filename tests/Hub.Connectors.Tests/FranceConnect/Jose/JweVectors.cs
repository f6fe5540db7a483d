namespace Hub.Connectors.Tests.FranceConnect.Jose;

/// <summary>
/// Encrypted tokens made once by another implementation (npm <c>jose</c> 6), with the throw-away keys that open them:
/// proof that reader and stand-in do not merely agree with each other.
/// </summary>
internal static class JweVectors
{
    public const string Plain = """{"sub":"vector"}""";

    /// <summary>Private JWK for RSA-OAEP-256.</summary>
    public const string RsaKey = """
        {"kty": "RSA", "n": "wbsP7CW7s1vuTnyQ8az36mrUNZqppEERNMlxLNeY0FQAvEH-kRpBoc6jQjh4yMya7KM4cFQLs5Aa64ze5Kh7CNforS4kuBXzO-ZO8BUK8iGfc5ZwACaK2xl6IgJqt0NXWv6B7_AxFroc_59ryIeqfo-x7QVcDWCL-tDPM3-RBUXhRSjZL6xRMh6OeEwy5v1GWzIfhZ24k7fuCb0m9MtdUPJroKXolOr-bFPTEJOtcmXX1XIZUiztmUE6p9c_ffpLJLm4NXe8QdqRf-12s8UgWAzsehKhWii-rULmeNtYHXNrIdwHEWkijsZ7diEO2yUqfBhNxmnNV6TJqAFMIVf8Nw", "e": "AQAB", "d": "PsQNb5P2ETE6r0EacMJ6e_9qi4d1aNsP6QtO2JltUCm3J0c2Y-qe0v6w1DaZo2zu0LY9Bd-k_uM0ZZZ5bJnNatsQ7nLhwKaT7Jc8gfo_Vp1gHMHjvZi_KidB85zW2FNADSIiFQu7y8I2vPb4o7qYmXKS0dkHrunV0EgwqV2uLYeaHP4YMi5H78zNp7I4gCVURdBuEZR2nM0fyc_saBygOj0QgC18U_HJWn7WTRGx5IKbots7pzoZe3MzJY7k0NCh_YZW2QPKSsoc5U7KUfkOn0V5s7W8LUpIFpcx5g0IIhTPZoUiHqxV2YMh7_ZIMEBdsSvPtbo-K0WE7RJtP0EVUQ", "p": "-m0D8NVSCHf9dtDUdeJnOGGvsew6CMHoE_sdu2Fun95zxcHwVUNgfRuXOg639Loqr2IxnR4w5UGvFaihastTqkP8bE11hUQl7mLtBz7gwHmDwoPbBnL3ZRk6XD7wkw6fwdvWI8jCMrGAjRw5ZtNyEQoNSvKAbeaByk2BvcIFS08", "q": "xgr8Gv_1MwMQO0zBLGGbDZZMZ0gGO6NTDss9xTRqUudeb4DcLMh6oopOH-MBVsS9arhmD00mWulstpvQdzOdtXTvvL2fJCOw__T3FXfdlFL0Q5Fn5MAG7gvKCDdA3U12Sc33zEIA3JNRS4xiORcEWacrvAANQTvTYnoCnufr5pk", "dp": "kFzP7MHMrH0fbKMuF1cQ0fveYN8hBXNi6kHU_fRI5XhDnTkT5tMUiIqjPyDFAxtfCAO_PiftX_vhhsbTZtEXxguzNGvi15RVmXsF0St6PPrP7g488RbNb0Z_0jWmUeAYUJT-eVp-OOMCjFY88P3rv87fotjxGGnNYGYV6OI0Uxk", "dq": "cthp7GpkUinDnu_a0hbkKNPxCK_O1YTYJKsd7h-ATQVZUUYj6GB2JY4Y0gr9esjqo1m97b-qr2vQHHFtScMIAPOIFybLg9SizzvKkYuKVnpopkpLOm9VVXRGu8728Z77Kr-jpLLd9wwDR9FoIH1Fi4wTI5nQFfVQlzn0DRynQ3k", "qi": "BbXFYE7bWKR8ogfbZaA1EersEPw50OydlO50nfFLXatq73UKqhKm4JwAq_pEYsyx5nKh6BRFYzRVtvOAYEdLbJ1w7loNAsBYUpB48UyAu2j50I1HA5FYluaHlZgw4eTGHhFxn4SNpI26eWrIlSvjFSt7nimZOnjasxr6kGkWePo"}
        """;

    public const string RsaToken =
        "eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJlbmMiOiJBMjU2R0NNIiwiY3R5IjoiSldUIn0.li6yoUoVLRrbjLVMjBe6L9NfqLNWrWwxgBR0mOWkumqJzi9dwJRZXxfhbwA_H-KrWnOu5jkGa3xvM1uNVWT6JgBxhE08UBYqYOqApl4c3NaK_hqaIFzeJC3_dCdXTz9hYNT9sMxzJwqdNNZnKHqh0BR0Efajlhu7Nks8IEOO0EEfxDrAHk737pWq6WnDur5DbL6S2-K4HCchP72gHd3Jlhy2lhhj7unwYTC9u_9_aB7blj90jonumgB6-GXtNLHCTM3dGzseNQy5dbTdQeCoetGTSVYYUWKvdjRtkSrTBla9WF5XQjLA6HraZHDrM5oJ_t5c3Tl5yU2rSU-bGhA94A.soN-LDaO8L6ffLMI.P0CnpkvyYLkLHQy9CkeOiQ.ucWUwyogUeWXY-uI4Rp1rA";

    /// <summary>Private JWK for ECDH-ES.</summary>
    public const string EcdhKey = """
        {"kty": "EC", "x": "-641m6RLh0p8vlsiF9DKKQThHqGhXqmlcuJaEbWjfp0", "y": "x5CYBM2Lt58WNiFfImk3x4XQPcV_oC6bfGnWzBICRkc", "crv": "P-256", "d": "OOPbD5JZh-s1CuP7rIY-GR4TterrqyJyhcmJ1CqMQPM"}
        """;

    public const string EcdhToken =
        "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImN0eSI6IkpXVCIsImVwayI6eyJ4IjoibUZuUUVaQVZhTTJ3MXhvSWhkMC1PWE9PYnVfczlPdzVqd1U2eWdoZnNCYyIsImNydiI6IlAtMjU2Iiwia3R5IjoiRUMiLCJ5IjoibXdsc2ZXQ1dWcmk4WjNGTzdQSHdiQ3l6aS1hcHRJT1hDLXFYVnlWazBXVSJ9LCJhcHUiOiJRV3hwWTJVIiwiYXB2IjoiUW05aSJ9..WfoLU23Ss5LpgaEx.VyIhJm_8myIZ-RNRsn9TXg.UEEfyFX7HNDLJW3sj3utoQ";
}
