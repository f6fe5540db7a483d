using System.Globalization;
using System.Reflection;
using System.Xml;

namespace Hub.Connectors.FranceConnect;

/// <summary>
/// Settings of the connector: environment <c>FRANCECONNECT__NAME</c> or section <c>FranceConnect</c>. None is needed to start:
/// the defaults fit the stand-in on the same machine.
/// </summary>
internal sealed class FranceConnectOptions
{
    public const string Section = "FranceConnect";
    public const string StandInSecret = "stand-in-secret-for-loopback-only";

    /// <summary>The provider, without a slash at the end. Default: the stand-in. Integration: <c>https://fcp-low.sbx.dev-franceconnect.fr/api/v2</c> or what the partner area says.</summary>
    public string Issuer { get; set; } = "http://127.0.0.1:5091/api/v2";

    /// <summary>From the partner area. Default: the stand-in's.</summary>
    public string ClientId { get; set; } = "hub-demo";

    /// <summary>From the partner area; environment only. Default: the stand-in's, refused for any other provider.</summary>
    public string ClientSecret { get; set; } = StandInSecret;

    /// <summary><c>client_secret_post</c> (default) or <c>private_key_jwt</c>, which signs with the connector's own key and needs no secret.</summary>
    public string ClientAuthentication { get; set; } = "client_secret_post";

    /// <summary>Origin under which browsers and FranceConnect reach this connector. Absent: the first address it listens on (loopback only).</summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// Where a sign-in link goes so that the citizen receives it: <c>POST {"url","loginHint"?,"deliverTo"?}</c>.
    /// Default: the stand-in's citizens. Empty: it is only returned, and the journey delivers it.
    /// </summary>
    public string LinkDelivery { get; set; } = "http://127.0.0.1:5091/citizen/links";

    /// <summary>Scopes asked for. Default: the pivot identity, the exact birth date, usage name and e-mail.</summary>
    public string Scopes { get; set; } = "openid identite_pivot preferred_username idp_birthdate email";

    /// <summary>Lowest assurance asked when nobody says otherwise: <c>eidas1</c> (default), <c>eidas2</c>, <c>eidas3</c>.</summary>
    public string Assurance { get; set; } = "eidas1";

    /// <summary>Signature of ID tokens, as registered: <c>ES256</c>, <c>RS256</c> or both separated by a space. Default both.</summary>
    public string IdTokenAlgorithms { get; set; } = "ES256 RS256";

    /// <summary>Origins that <c>/sign-in?return=</c> may lead back to, separated by spaces. Default none, besides loopback while <see cref="PublicUrl"/> is one.</summary>
    public string ReturnOrigins { get; set; } = "";

    /// <summary>SIREN of the local authority for a citizen who signs in first, when the link names none. Absent: the link must.</summary>
    public string? Tenant { get; set; }

    /// <summary>How long a link waits for its citizen before the sign-in is refused as expired. Default 24 h.</summary>
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the citizen may stay at FranceConnect. Default 15 min.</summary>
    public TimeSpan AttemptLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a one-time result can be redeemed. Default 30 min.</summary>
    public TimeSpan ResultLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long the provider's addresses and keys are kept; an unknown key is looked up at once. Default 1 h.</summary>
    public TimeSpan MetadataLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Longest wait for one answer of the provider or of the link delivery. Default 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Clock difference forgiven when a token's times are checked. Default 60 s.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts that may be open at once; beyond it citizens are asked to come back. Default 50 000.</summary>
    public int MostOpenAttempts { get; set; } = 50_000;

    /// <summary>Reads the section. Durations may be written as ISO 8601 (<c>PT15M</c>) or as .NET does (<c>00:15:00</c>).</summary>
    public static FranceConnectOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        foreach (var setting in section.GetChildren())
        {
            var property = typeof(FranceConnectOptions).GetProperty(setting.Key, BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance);
            if (property?.PropertyType == typeof(TimeSpan) && setting.Value is ['P', ..] duration)
            {
                setting.Value = XmlConvert.ToTimeSpan(duration).ToString("c", CultureInfo.InvariantCulture);
            }
        }

        return section.Get<FranceConnectOptions>() ?? new FranceConnectOptions();
    }

    /// <summary>Every mistake, each naming setting, value and rule; empty when all is well. Secrets are never repeated.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        var mistakes = new List<string>();
        Check(IsAddress(Issuer) && !Issuer.EndsWith('/'), nameof(Issuer), Issuer, "an https address (http on a loopback) without a slash at the end");
        Check(PublicUrl is null || (IsAddress(PublicUrl) && new Uri(PublicUrl).AbsolutePath == "/"), nameof(PublicUrl), PublicUrl, "an https origin (http on a loopback)");
        Check(LinkDelivery.Length == 0 || IsAddress(LinkDelivery), nameof(LinkDelivery), LinkDelivery, "empty, or an https address (http on a loopback)");
        Check(ClientId.Length > 0, nameof(ClientId), ClientId, "the identifier that the partner area gave");
        Check(ClientAuthentication is "client_secret_post" or "private_key_jwt", nameof(ClientAuthentication), ClientAuthentication, "client_secret_post or private_key_jwt");
        Check(Scopes.Split(' ').Contains("openid"), nameof(Scopes), Scopes, "scopes separated by spaces, openid among them");
        Check(Identity.Assurance.IsLevel(Assurance), nameof(Assurance), Assurance, "eidas1, eidas2 or eidas3");
        Check(IdTokenAlgorithmList.Count > 0 && IdTokenAlgorithmList.All(alg => alg is "ES256" or "RS256"), nameof(IdTokenAlgorithms), IdTokenAlgorithms, "ES256, RS256 or both");
        Check(ReturnOriginList.All(IsAddress), nameof(ReturnOrigins), ReturnOrigins, "https origins (http on a loopback) separated by spaces");
        Check(Tenant is null || IsSiren(Tenant), nameof(Tenant), Tenant, "a SIREN of nine digits");
        Check(LinkLifetime > TimeSpan.Zero, nameof(LinkLifetime), LinkLifetime, "more than zero");
        Check(AttemptLifetime > TimeSpan.Zero, nameof(AttemptLifetime), AttemptLifetime, "more than zero");
        Check(ResultLifetime > TimeSpan.Zero, nameof(ResultLifetime), ResultLifetime, "more than zero");
        Check(MetadataLifetime > TimeSpan.Zero, nameof(MetadataLifetime), MetadataLifetime, "more than zero");
        Check(Timeout > TimeSpan.Zero, nameof(Timeout), Timeout, "more than zero");
        Check(ClockSkew >= TimeSpan.Zero && ClockSkew <= TimeSpan.FromMinutes(5), nameof(ClockSkew), ClockSkew, "from zero to five minutes");
        Check(MostOpenAttempts > 0, nameof(MostOpenAttempts), MostOpenAttempts, "more than zero");
        var isRealProvider = IsAddress(Issuer) && !new Uri(Issuer).IsLoopback;
        if (isRealProvider && ClientAuthentication == "client_secret_post" && ClientSecret is ("" or StandInSecret))
        {
            mistakes.Add($"{Section}:{nameof(ClientSecret)} is not set: give it by the environment variable FRANCECONNECT__CLIENTSECRET.");
        }

        return mistakes;

        void Check(bool holds, string name, object? value, string rule)
        {
            if (!holds)
            {
                mistakes.Add($"{Section}:{name} is \"{value}\": expected {rule}.");
            }
        }
    }

    internal IReadOnlyList<string> IdTokenAlgorithmList => IdTokenAlgorithms.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal IReadOnlyList<string> ReturnOriginList => ReturnOrigins.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static bool IsSiren(string text) => text.Length == 9 && text.All(char.IsAsciiDigit);

    /// <summary>https anywhere, http only where the bytes do not leave the machine.</summary>
    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
