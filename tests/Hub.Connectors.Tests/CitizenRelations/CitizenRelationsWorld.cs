using System.Text.Json;
using Hub.Connectors.CitizenRelations;
using Hub.Connectors.CitizenRelations.Cases;
using Hub.Connectors.CitizenRelations.Grc;
using Hub.Connectors.CitizenRelations.StandIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Connectors.Tests.CitizenRelations;

/// <summary>The stand-in on a free port, and the connector's operations over real HTTP. The stand-in can be stopped and started again on its folder.</summary>
internal sealed class CitizenRelationsWorld : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("grc-").FullName;
    private WebApplication? _standIn;
    private ServiceProvider? _connector;

    public CitizenRelationsOptions Options { get; } = new() { Timeout = Deadline };

    public Behaviours Behaviours => _standIn!.Services.GetRequiredService<Behaviours>(); // started first

    public CaseOperations Operations => _connector!.GetRequiredService<CaseOperations>(); // started first

    public GrcClient Client => _connector!.GetRequiredService<GrcClient>(); // started first

    public static CallContext Context(string key, string journey = "journey-1", bool isRecovery = false) => new(key, "210601234", journey, "counter", isRecovery);

    public static OpenCase NewCase(string familyName = "d'Été-Müller", string? reference = null) => new(
        "inscription-periscolaire",
        reference,
        "Inscription à la cantine",
        new Person(familyName, null, ["Zoé", "Anne"], new BirthDate("1992-11-01", "month"), "female", "2A115", "99100", "zoe@example.org", null,
            new PostalAddress("3", "rue du Port", null, "20270", "Aléria", "2A115")),
        [new Person(familyName, null, ["Léo"], new BirthDate("2018-05-04", "day"), "male", null, null, null, null, null)],
        [new Document("doc-1", "proof-of-address", "justificatif.pdf", "application/pdf", null, new string('a', 64), 1234)],
        JsonDocument.Parse("""{"jours":["lundi"]}""").RootElement);

    public static async Task<CitizenRelationsWorld> StartAsync()
    {
        var world = new CitizenRelationsWorld();
        await world.StartStandInAsync();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddCitizenRelations(world.Options);
        world._connector = services.BuildServiceProvider();
        return world;
    }

    public async Task StartStandInAsync()
    {
        _standIn = CitizenRelationsStandIn.Build([], options =>
        {
            options.Urls = "http://127.0.0.1:0";
            options.Ledgers = _folder;
        });
        await _standIn.StartAsync();
        Options.Endpoint = new Uri(_standIn.Urls.Single());
    }

    public async Task StopStandInAsync()
    {
        await _standIn!.StopAsync(); // started
        await _standIn.DisposeAsync();
        _standIn = null;
    }

    public IReadOnlyList<JsonElement> Ledger(string kind)
    {
        using var file = new FileStream(Path.Combine(_folder, "citizen-relations.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("kind").GetString() == kind)];
    }

    public void CutLastLedgerLine()
    {
        var path = Path.Combine(_folder, "citizen-relations.jsonl");
        var lines = File.ReadAllLines(path);
        File.WriteAllText(path, string.Concat(lines[..^1].Select(line => line + "\n")) + lines[^1][..10]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connector is not null)
        {
            await _connector.DisposeAsync();
        }

        if (_standIn is not null)
        {
            await _standIn.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
