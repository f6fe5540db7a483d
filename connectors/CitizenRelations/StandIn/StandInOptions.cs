namespace Hub.Connectors.CitizenRelations.StandIn;

/// <summary>Settings of the stand-in, from the environment or the command line; none is needed to start.</summary>
internal sealed class StandInOptions
{
    /// <summary>Address to listen on (<c>STANDIN_URLS</c>). Default <c>http://127.0.0.1:5093</c>.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5093";

    /// <summary>Folder of <c>citizen-relations.jsonl</c> (<c>HUB__LEDGERS</c>). Default <c>./data/ledgers</c>.</summary>
    public string Ledgers { get; set; } = Path.Combine("data", "ledgers");

    /// <summary>Folder of the stand-in's own state (<c>STANDIN_DATA</c>). Default: the sub-folder <c>state</c> of the ledgers'.</summary>
    public string? Data { get; set; }

    public string EffectiveData => Data ?? Path.Combine(Ledgers, "state");

    /// <summary>Value expected in the header <c>X-Cle-Api</c> (<c>STANDIN_KEY</c>). Default <c>cle-de-demonstration</c>.</summary>
    public string Key { get; set; } = "cle-de-demonstration";

    public static StandInOptions From(IConfiguration configuration)
    {
        var options = new StandInOptions();
        options.Urls = configuration["STANDIN_URLS"] ?? options.Urls;
        options.Ledgers = configuration["HUB:LEDGERS"] is { Length: > 0 } ledgers ? ledgers : options.Ledgers;
        options.Data = configuration["STANDIN_DATA"] is { Length: > 0 } data ? data : null;
        options.Key = configuration["STANDIN_KEY"] is { Length: > 0 } key ? key : options.Key;
        return options;
    }
}
