using System.Text.RegularExpressions;
using System.Xml;

namespace Hub.Connectors.PayFip;

/// <summary>
/// Settings, from the environment (<c>PAYFIP__NAME</c>) or the section <c>PayFip</c>. None is needed against the stand-in on this machine.
/// Durations are ISO 8601 (<c>PT15M</c>).
/// </summary>
internal sealed partial class PayFipOptions
{
    /// <summary>Address of the SOAP service. Default: the stand-in's, <c>http://127.0.0.1:5092/tpa/services/securite</c>; the real one is <c>https://www.payfip.gouv.fr/tpa/services/securite</c>.</summary>
    public Uri Endpoint { get; set; } = new("http://127.0.0.1:5092/tpa/services/securite");

    /// <summary>Address of the payment page. Default: <c>/tpa/paiementws.web</c> on the host of <see cref="Endpoint"/>.</summary>
    public Uri? PaymentPage { get; set; }

    /// <summary>Client number of the revenue office, six digits. Default <c>006382</c>, a number that only the stand-in knows.</summary>
    public string Numcli { get; set; } = "006382";

    /// <summary>Client numbers of other local authorities by SIREN (<c>PAYFIP__CLIENTS__&lt;SIREN&gt;</c>). Absent: <see cref="Numcli"/> is used.</summary>
    public Dictionary<string, string> Clients { get; } = [];

    /// <summary>T test, X activation, W production. Default T.</summary>
    public string Mode { get; set; } = "T";

    /// <summary>Address to listen on for notifications and returning citizens (<c>PAYFIP__URLS</c>). Default <c>http://127.0.0.1:5192</c>.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5192";

    /// <summary>Address under which PayFiP and citizens reach this connector. Default: the first of <see cref="Urls"/>.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Where the citizen comes back to after the payment page. Default: this connector's own page <c>/return</c>.</summary>
    public Uri? ReturnUrl { get; set; }

    /// <summary>How long a payment page can be used. Default 15 minutes, PayFiP's own.</summary>
    public TimeSpan ResultWindow { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Age from which "no result" (P5) means never and "abandoned" (A) means for good. Default 20 minutes.</summary>
    public TimeSpan RetryWindow { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>Shortest time between two looks at a payment that is waiting; it grows with the payment's age, up to a minute. Default 10 seconds.</summary>
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Age up to which a payment that expired or was abandoned is still looked at. Default one day, when PayFiP forgets it.</summary>
    public TimeSpan LateWindow { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Time between two such late looks. Default 10 minutes.</summary>
    public TimeSpan LatePollEvery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long PayFiP may take to answer one call. Default 20 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Folder of the payment journal (<c>HUB_CONNECTOR_DATA</c>). Default <c>./data/payfip</c>.</summary>
    public string Data { get; set; } = Path.Combine("data", "payfip");

    /// <summary>How long a finished payment is remembered. Default 30 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    public Uri EffectivePaymentPage => PaymentPage ?? new Uri(Endpoint, "/tpa/paiementws.web");

    public Uri EffectivePublicUrl => PublicUrl ?? new Uri(Urls.Split(';')[0]);

    public Uri NotifyUrl => Below(EffectivePublicUrl, "notify");

    /// <summary>Where the citizen who pays this reference comes back to.</summary>
    public Uri ReturnUrlOf(string refdet) => ReturnUrl ?? Below(EffectivePublicUrl, "return?reference=" + refdet);

    public string NumcliOf(string tenant) => Clients.GetValueOrDefault(tenant, Numcli);

    /// <summary>Reads the settings; false where some are wrong, with each mistake and what was expected.</summary>
    public static bool TryRead(IConfiguration configuration, out PayFipOptions options, out List<string> mistakes)
    {
        (options, mistakes) = (new PayFipOptions(), []);
        var section = configuration.GetSection("PayFip");
        options.Endpoint = Address(section, "Endpoint", mistakes) ?? options.Endpoint;
        options.PaymentPage = Address(section, "PaymentPage", mistakes);
        options.PublicUrl = Address(section, "PublicUrl", mistakes);
        options.ReturnUrl = Address(section, "ReturnUrl", mistakes);
        options.Urls = section["Urls"] ?? options.Urls;
        options.Numcli = Matching(section, "Numcli", SixDigits(), "six digits", mistakes) ?? options.Numcli;
        options.Mode = Matching(section, "Mode", OneMode(), "T, X or W", mistakes) ?? options.Mode;
        options.ResultWindow = Duration(section, "ResultWindow", mistakes) ?? options.ResultWindow;
        options.RetryWindow = Duration(section, "RetryWindow", mistakes) ?? options.RetryWindow;
        options.PollEvery = Duration(section, "PollEvery", mistakes) ?? options.PollEvery;
        options.LateWindow = Duration(section, "LateWindow", mistakes) ?? options.LateWindow;
        options.LatePollEvery = Duration(section, "LatePollEvery", mistakes) ?? options.LatePollEvery;
        options.Timeout = Duration(section, "Timeout", mistakes) ?? options.Timeout;
        options.Retention = Duration(section, "Retention", mistakes) ?? options.Retention;
        options.Data = configuration["HUB_CONNECTOR_DATA"] is { Length: > 0 } data ? data : options.Data;
        foreach (var client in section.GetSection("Clients").GetChildren())
        {
            options.Clients[client.Key] = Matching(section, "Clients:" + client.Key, SixDigits(), "six digits", mistakes) ?? options.Numcli;
        }

        if (options.RetryWindow < options.ResultWindow)
        {
            mistakes.Add("PAYFIP__RETRYWINDOW must not be shorter than PAYFIP__RESULTWINDOW: a payment could be given up while its page still works");
        }

        return mistakes.Count == 0;
    }

    private static string? Matching(IConfigurationSection section, string name, Regex form, string expected, List<string> mistakes)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return null;
        }

        if (!form.IsMatch(text))
        {
            mistakes.Add($"{NameOf(name)} is \"{text}\"; expected {expected}");
        }

        return text;
    }

    private static Uri? Address(IConfigurationSection section, string name, List<string> mistakes)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }

        mistakes.Add($"{NameOf(name)} is \"{text}\"; expected a complete http or https address");
        return null;
    }

    private static TimeSpan? Duration(IConfigurationSection section, string name, List<string> mistakes)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            if (duration > TimeSpan.Zero)
            {
                return duration;
            }
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException)
        {
            // Told below, like a duration that is not above zero.
        }

        mistakes.Add($"{NameOf(name)} is \"{text}\"; expected an ISO 8601 duration above zero such as PT15M");
        return null;
    }

    private static string NameOf(string name) => "PAYFIP__" + name.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();

    private static Uri Below(Uri address, string path) => new(address.AbsoluteUri.TrimEnd('/') + "/" + path);

    [GeneratedRegex(@"^[0-9]{6}\z", RegexOptions.None, 200)]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"^[TXW]\z", RegexOptions.None, 200)]
    private static partial Regex OneMode();
}
