using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Hub.Server.Tests.Cli;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly CommandScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public async Task Check_EverySetting_IsShownWithItsOrigin()
    {
        var file = Path.Combine(scope.Folder, "appsettings.json");
        await File.WriteAllTextAsync(file, """{"Hub":{"Node":"one","Lint":"strict","Schemas":""}}""");

        // A prefix that is this test's alone: the environment is everybody's.
        var prefix = $"T{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable($"{prefix}HUB__NODE", "two");
        Environment.SetEnvironmentVariable($"{prefix}HUB__WORKFLOWS", "");
        try
        {
            var settings = new ConfigurationBuilder().AddJsonFile(file).AddEnvironmentVariables(prefix).Build();

            var (exit, output, _) = await scope.RunAsync(["config", "check", "--json"], settings);

            using var document = JsonDocument.Parse(output);
            var shown = document.RootElement.GetProperty("settings").EnumerateArray().ToDictionary(setting => setting.GetProperty("name").GetString()!); // each has a name
            Assert.Equal(0, exit);
            Assert.Equal(HubOptionsReader.Known.Select(name => $"HUB__{name.ToUpperInvariant()}"), shown.Keys);
            Assert.Equal(("two", "environment", "HUB__NODE", file), Of("HUB__NODE"));
            Assert.Equal(("strict", "file", file, ""), Of("HUB__LINT"));
            Assert.Equal(("(none)", "file", file, ""), Of("HUB__SCHEMAS"));
            Assert.Equal(("(none)", "environment", "HUB__WORKFLOWS", ""), Of("HUB__WORKFLOWS"));
            Assert.Equal(("http://127.0.0.1:5080", "default", "", ""), Of("HUB__HTTP"));

            (string Value, string Kind, string Place, string Hides) Of(string name)
            {
                var origin = shown[name].GetProperty("origin");
                return (shown[name].GetProperty("value").GetString() ?? "", origin.GetProperty("kind").GetString() ?? "", origin.GetProperty("place").GetString() ?? "", origin.GetProperty("hides").GetString() ?? "");
            }
        }
        finally
        {
            Environment.SetEnvironmentVariable($"{prefix}HUB__NODE", null);
            Environment.SetEnvironmentVariable($"{prefix}HUB__WORKFLOWS", null);
        }
    }

    [Fact]
    public async Task Check_SeveralMistakes_ListsEach()
    {
        var (exit, _, error) = await scope.RunAsync(["config", "check"], ("Hub:Lint", "x"), ("Hub:Tenant", "1"), ("Hub:Kafka", "broker"), ("Hub:Http", "https://127.0.0.1:5080"));

        Assert.Equal(1, exit);
        Assert.All(["HUB__LINT", "HUB__TENANT", "HUB__KAFKA", "HUB__HTTP"], name => Assert.Contains($"mistake: {name}", error, StringComparison.Ordinal));
        Assert.DoesNotContain("broker", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hub:Storge", "x", "Did you mean HUB__STORAGE?")]
    [InlineData("Hub:BOOSTRAPKEY", "x", "Did you mean HUB__BOOTSTRAPKEY?")]
    [InlineData("Hub:Mangement", "x", "Did you mean HUB__MANAGEMENT?")]
    [InlineData("HUB_DATA", "x", "Did you mean HUB__DATA?")]
    [InlineData("Hub:Data:Folder", "x", "has no parts")]
    [InlineData("Hub:Weather", "16", "It knows HUB__BOOTSTRAPKEY, HUB__COLOUR, HUB__CONNECTORS")]
    public async Task Check_ANameThatTheHubDoesNotKnow_SuggestsTheNearest(string name, string value, string hint)
    {
        var (lenient, _, error) = await scope.RunAsync(["config", "check"], (name, value));
        var (strict, _, _) = await scope.RunAsync(["config", "check", "--strict"], (name, value));

        Assert.Equal((0, 1), (lenient, strict));
        Assert.Contains(hint, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ASecret_IsNeverShown()
    {
        const string secret = "a-bootstrap-key-that-must-not-be-seen-1";

        var text = await scope.RunAsync(["config", "check"], ("Hub:BootstrapKey", secret), ("Hub:Storage", "postgresql://hub:pass-word@host/hub"));
        var json = await scope.RunAsync(["config", "check", "--json"], ("Hub:BootstrapKey", secret), ("Hub:Storage", "postgresql://hub:pass-word@host/hub"));

        Assert.Contains($"(set, {secret.Length} characters, not shown)", text.Output, StringComparison.Ordinal);
        Assert.All([secret, "pass-word"], hidden => Assert.DoesNotContain(hidden, text.Output + text.Error + json.Output + json.Error, StringComparison.Ordinal));
    }
}
