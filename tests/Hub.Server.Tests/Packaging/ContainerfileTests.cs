using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.Packaging;

/// <summary>The images' recipes, read as their builders read them.</summary>
public sealed class ContainerfileTests
{
    private static readonly HubOptions Defaults = new() { Data = "/data", Ledgers = "/data/ledgers" };

    [Theory]
    [InlineData("Containerfile")]
    [InlineData("deploy/connector.Containerfile")]
    public void Recipe_Any_FetchesNothingHoldsNoSecretAndRunsAsNobody(string file)
    {
        var steps = Read(file);
        var words = steps.Select(step => step.Word).ToArray();

        Assert.DoesNotContain("ADD", words);
        Assert.DoesNotContain("RUN", words);
        Assert.Single(words, "FROM");
        Assert.DoesNotContain(steps, step => step.Word == "COPY" && step.Given.Contains("://", StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Word is "FROM" or "ARG" && (step.Given.Contains("latest", StringComparison.Ordinal) || (step.Word == "FROM" && step.Given != "${BASE}")));
        Assert.DoesNotContain(steps, step => step.Word is "ENV" or "ARG" && Variables(step.Given).Keys.Any(name => name.Contains("KEY", StringComparison.OrdinalIgnoreCase) || name.Contains("SECRET", StringComparison.OrdinalIgnoreCase) || name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || name.Contains("TOKEN", StringComparison.OrdinalIgnoreCase)));

        // Numbers, because "runAsNonRoot" cannot judge a name; the last USER counts, and nothing is copied as another afterwards.
        var user = steps.Last(step => step.Word == "USER").Given.Split(':');
        Assert.All(user, part => Assert.InRange(int.Parse(part, System.Globalization.CultureInfo.InvariantCulture), 1, int.MaxValue));
        Assert.True(Array.LastIndexOf(words, "COPY") < Array.IndexOf(words, "USER"));

        // The program is root's, the data the user's.
        Assert.All(steps.Where(step => step.Word == "COPY"), step => Assert.Contains(step.Given.EndsWith(" /data/", StringComparison.Ordinal) ? "--chown=1654:1654" : "--chown=0:0", step.Given, StringComparison.Ordinal));
        Assert.Equal("/data", steps.Single(step => step.Word == "VOLUME").Given);

        // As a list of words: a shell in between would swallow SIGTERM, and there is none.
        Assert.StartsWith("[\"/app/", steps.Single(step => step.Word == "ENTRYPOINT").Given, StringComparison.Ordinal);
    }

    [Fact]
    public void Hub_DoorsAndSettings_AreThoseOfTheHub()
    {
        var steps = Read("Containerfile");
        var settings = Variables(steps.Single(step => step.Word == "ENV").Given);
        int[] ports = [Defaults.Http.Port, Defaults.Grpc.Port, Defaults.Management.Port];

        Assert.Equal(string.Join(' ', ports), steps.Single(step => step.Word == "EXPOSE").Given);
        Assert.Equal("/data", settings["HUB__DATA"]);
        Assert.Equal(ports.Select(port => $"http://0.0.0.0:{port}"), new[] { "HTTP", "GRPC", "MANAGEMENT" }.Select(name => settings[$"HUB__{name}"]));
        Assert.All(settings.Keys.Where(name => name.StartsWith("HUB__", StringComparison.Ordinal)), name => Assert.Contains(name[5..], HubOptionsReader.Known, StringComparer.OrdinalIgnoreCase));
        Assert.Equal("[\"/app/hub\"]", steps.Single(step => step.Word == "ENTRYPOINT").Given);
        Assert.Equal("[\"serve\"]", steps.Single(step => step.Word == "CMD").Given);
        Assert.EndsWith("CMD [\"/app/hub\", \"doctor\", \"--health\"]", steps.Single(step => step.Word == "HEALTHCHECK").Given, StringComparison.Ordinal);
    }

    /// <summary>Instructions in order: comments dropped, continued lines joined.</summary>
    private static List<(string Word, string Given)> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, file)).Where(line => !line.TrimStart().StartsWith('#') && line.Trim().Length > 0);
        return [.. string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line =>
        {
            var parts = line.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
            return (parts[0].ToUpperInvariant(), parts.Length > 1 ? parts[1] : "");
        })];
    }

    private static Dictionary<string, string> Variables(string given) => given.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair.Length > 1 ? pair[1] : "");
}
