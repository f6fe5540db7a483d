namespace Hub.Server.Demo;

/// <summary>
/// Who plays beside the hub: each connector and the stand-in of the outside system behind it, with the addresses and settings
/// that let them find each other. To add a pair, add one entry in <see cref="Compose"/>.
/// </summary>
internal sealed record Cast(IReadOnlyList<ChildProgram> StandIns, IReadOnlyList<ChildProgram> Connectors)
{
    public IReadOnlyDictionary<string, Uri> StandInAddresses => StandIns.ToDictionary(
        standIn => standIn.Name[..^StandInSuffix.Length],
        standIn => standIn.Address ?? throw new InvalidOperationException($"{standIn.Name} has no address."));

    private const string StandInSuffix = "-stand-in";

    public static Cast Compose(DemoSettings settings, FreePorts ports)
    {
        var identity = Loopback(ports.Take(5091));
        var payment = Loopback(ports.Take(5092));
        var cases = Loopback(ports.Take(5093));
        var identityConnector = Loopback(ports.Take(5191));
        var paymentConnector = Loopback(ports.Take(5192));
        var caseConnector = Loopback(ports.Take(5193));
        return new Cast(
            [
                StandIn("FranceConnect", "france-connect", identity, new() { ["STANDIN_CLIENTURL"] = Origin(identityConnector) }),
                StandIn("PayFip", "payfip", payment, []),
                StandIn("CitizenRelations", "citizen-relations", cases, []),
            ],
            [
                Connector("FranceConnect", "france-connect", identityConnector, new()
                {
                    ["FRANCECONNECT__ISSUER"] = Origin(identity) + "/api/v2",
                    ["FRANCECONNECT__PUBLICURL"] = Origin(identityConnector),
                    ["FRANCECONNECT__LINKDELIVERY"] = Origin(identity) + "/citizen/links",
                }),
                Connector("PayFip", "payfip", paymentConnector, new()
                {
                    ["PAYFIP__ENDPOINT"] = Origin(payment) + "/tpa/services/securite",
                    ["PAYFIP__URLS"] = Origin(paymentConnector),
                    ["PAYFIP__PUBLICURL"] = Origin(paymentConnector),

                    // PayFiP leaves a citizen twenty minutes before an abandoned payment counts as such. Nobody watches a demo that long.
                    ["PAYFIP__RESULTWINDOW"] = "PT5S",
                    ["PAYFIP__RETRYWINDOW"] = "PT6S",
                    ["PAYFIP__POLLEVERY"] = "PT0.5S",
                }),
                Connector("CitizenRelations", "citizen-relations", caseConnector, new()
                {
                    ["CITIZENRELATIONS__ENDPOINT"] = Origin(cases),
                }),
            ]);

        ChildProgram StandIn(string folder, string name, Uri address, Dictionary<string, string> environment)
        {
            environment["STANDIN_URLS"] = Origin(address);
            environment["HUB__LEDGERS"] = settings.Ledgers;
            environment["STANDIN_DATA"] = Path.Combine(settings.Data, "stand-ins", name);
            environment["Logging__LogLevel__Default"] = "Warning";
            return new ChildProgram(
                name + StandInSuffix,
                Binary(settings, Path.Combine("connectors", folder, "StandIn"), $"Hub.Connectors.{folder}.StandIn"),
                [],
                environment,
                address);
        }

        ChildProgram Connector(string folder, string name, Uri address, Dictionary<string, string> environment)
        {
            environment["HUB_CONNECTOR_HUB"] = Origin(settings.Grpc);
            environment["HUB_CONNECTOR_DATA"] = Path.Combine(settings.Data, "connectors", name);
            environment["ASPNETCORE_URLS"] = Origin(address);
            return new ChildProgram(
                name,
                Binary(settings, Path.Combine("connectors", folder), $"Hub.Connectors.{folder}"),
                [],
                environment,
                address);
        }
    }

    // The configuration that the hub itself runs in comes first: a Release hub starts Release connectors.
    private static string Binary(DemoSettings settings, string project, string name)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name ?? "Release";
        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        var candidates = new[] { own, "Release", "Debug" }
            .Select(configuration => Path.Combine(settings.Repository, project, "bin", configuration, "net10.0", name + extension))
            .ToArray();
        return Array.Find(candidates, File.Exists) ?? throw new DemoException(new(
            $"Programme absent : {candidates[0]}. Construisez-le par « dotnet build Hub.sln -c Release », ou lancez ./demo.sh qui s'en charge.",
            $"Missing program: {candidates[0]}. Build it with \"dotnet build Hub.sln -c Release\", or run ./demo.sh which does it."));
    }

    private static Uri Loopback(int port) => new($"http://127.0.0.1:{port}");

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
