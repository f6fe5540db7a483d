using System.Xml;

namespace Hub.Connectors.PayFip.StandIn;

/// <summary>Settings of the stand-in, from the environment or the command line; none is needed to start.</summary>
internal sealed class StandInOptions
{
    /// <summary>Address to listen on (<c>STANDIN_URLS</c>). Default <c>http://127.0.0.1:5092</c>.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5092";

    /// <summary>Folder of <c>payfip.jsonl</c> (<c>HUB__LEDGERS</c>). Default <c>./data/ledgers</c>.</summary>
    public string Ledgers { get; set; } = Path.Combine("data", "ledgers");

    /// <summary>Folder of the stand-in's own state (<c>STANDIN_DATA</c>). Default: the sub-folder <c>state</c> of the ledgers'.</summary>
    public string? Data { get; set; }

    public string EffectiveData => Data ?? Path.Combine(Ledgers, "state");

    /// <summary>How long the citizen takes before deciding (<c>STANDIN_CITIZENDELAY</c>, ISO 8601). Default 300 ms.</summary>
    public TimeSpan CitizenDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Whether the stand-in plays its citizen (<c>STANDIN_CITIZEN</c>: <c>pays</c> or <c>absent</c>). Default <c>pays</c>.</summary>
    public bool CitizenPays { get; set; } = true;

    /// <summary>How long a payment page can be used (<c>STANDIN_RESULTWINDOW</c>, ISO 8601). Default 15 minutes.</summary>
    public TimeSpan ResultWindow { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Age from which an operation without result is forgotten and answers P1 (<c>STANDIN_FORGETAFTER</c>, ISO 8601). Default one day.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Clients that are known, by number, with the SIREN of their local authority (<c>STANDIN_CLIENTS</c>: <c>numcli=siren,…</c>). Empty: every six-digit number is known, of no named authority.</summary>
    public IReadOnlyDictionary<string, string> Clients { get; set; } = new Dictionary<string, string>();

    public static StandInOptions From(IConfiguration configuration)
    {
        var options = new StandInOptions();
        options.Urls = configuration["STANDIN_URLS"] ?? options.Urls;
        options.Ledgers = configuration["HUB:LEDGERS"] is { Length: > 0 } ledgers ? ledgers : options.Ledgers;
        options.Data = configuration["STANDIN_DATA"] is { Length: > 0 } data ? data : null;
        options.CitizenDelay = Duration(configuration, "STANDIN_CITIZENDELAY", options.CitizenDelay);
        options.CitizenPays = configuration["STANDIN_CITIZEN"] is not "absent";
        options.ResultWindow = Duration(configuration, "STANDIN_RESULTWINDOW", options.ResultWindow);
        options.ForgetAfter = Duration(configuration, "STANDIN_FORGETAFTER", options.ForgetAfter);
        options.Clients = (configuration["STANDIN_CLIENTS"] ?? "")
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
        return options;
    }

    private static TimeSpan Duration(IConfiguration configuration, string name, TimeSpan absent)
    {
        var text = configuration[name];
        if (string.IsNullOrEmpty(text))
        {
            return absent;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            throw new InvalidOperationException($"{name} is \"{text}\"; expected an ISO 8601 duration such as PT15M or PT0.3S.");
        }
    }
}
