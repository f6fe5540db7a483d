using Microsoft.Extensions.Configuration;

namespace Hub.Server.Tests;

public sealed class HubOptionsReaderTests
{
    [Fact]
    public void Read_NothingSet_HasDefaults()
    {
        var options = HubOptionsReader.Read(Settings());

        Assert.Equal(Path.GetFullPath("./data"), options.Data);
        Assert.Equal(Path.Combine(options.Data, "ledgers"), options.Ledgers);
        Assert.Equal(new Uri("http://127.0.0.1:5080"), options.Http);
        Assert.Equal(LintMode.Warn, options.Lint);
        Assert.Null(options.BootstrapKey);
        Assert.Null(options.Workflows);
    }

    [Fact]
    public void Check_ManyMistakes_ListsThemAllAtOnce()
    {
        var check = HubOptionsReader.Check(Settings(
            ("HTTP", "not an address"), ("GRPC", "http://127.0.0.1:5082"), ("LINT", "perhaps"), ("TENANT", "123"), ("SCHEMAS", "/no/such/folder"), ("BOOTSTRAPKEY", "too-short-secret")));

        Assert.Equal(
            ["HUB__HTTP", "HUB__MANAGEMENT", "HUB__BOOTSTRAPKEY", "HUB__SCHEMAS", "HUB__LINT", "HUB__TENANT"],
            check.Mistakes.Select(mistake => mistake.Split(' ')[0]));
    }

    [Theory]
    [InlineData("KAFKA", "broker:9092")]
    [InlineData("REDIS", "cache:6379")]
    [InlineData("STORAGE", "postgresql://user:tres-secret@host/database")]
    public void Read_SettingOfALaterStep_IsRefusedWithoutItsSecret(string name, string value)
    {
        var error = Assert.Throws<HubOptionsException>(() => HubOptionsReader.Read(Settings((name, value))));

        Assert.Contains($"HUB__{name}", error.Message, StringComparison.Ordinal);
        Assert.Contains("this version", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tres-secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("a key with spaces that is long enough, yes")]
    public void Read_UnusableBootstrapKey_IsRefusedUnseen(string key)
    {
        var error = Assert.Throws<HubOptionsException>(() => HubOptionsReader.Read(Settings(("BOOTSTRAPKEY", key))));

        Assert.Contains("HUB__BOOTSTRAPKEY", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#0055a4", "#0055a4", 0)]
    [InlineData("#ffcc00", "#8e7200", 1)]
    public void Check_Colour_IsMadeReadableWithAWarning(string given, string used, int warnings)
    {
        var check = HubOptionsReader.Check(Settings(("COLOUR", given), ("NAME", " Ville de Nouméa "), ("CONTACT", "accessibilite@ville.example")));

        Assert.Empty(check.Mistakes);
        Assert.Equal(used, check.Options.Colour.ToString());
        Assert.Equal("Ville de Nouméa", check.Options.Name);
        Assert.Equal(warnings, check.Warnings.Count(warning => warning.StartsWith("HUB__COLOUR = '#ffcc00': white text on it has a contrast of 1.5:1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("COLOUR", "red")]
    [InlineData("NAME", "two\nlines")]
    [InlineData("CONTACT", "javascript:alert(1)")]
    [InlineData("CONTACT", "somebody")]
    public void Check_UnusableTheme_IsAMistake(string name, string value) =>
        Assert.StartsWith($"HUB__{name} = ", Assert.Single(HubOptionsReader.Check(Settings((name, value))).Mistakes), StringComparison.Ordinal);

    [Fact]
    public void Read_EmptyFolder_MeansNone()
    {
        var options = HubOptionsReader.Read(Settings(("SCHEMAS", ""), ("PROCEDURES", ""), ("CONNECTORS", "")));

        Assert.Null(options.Schemas);
        Assert.Null(options.Procedures);
        Assert.Null(options.Connectors);
    }

    [Fact]
    public void Check_UnknownSetting_IsAWarning()
    {
        var check = HubOptionsReader.Check(Settings(("STORGE", "sqlite")));

        Assert.Empty(check.Mistakes);
        Assert.Contains("HUB__STORGE", Assert.Single(check.Warnings), StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create("Hub:" + setting.Name, (string?)setting.Value)))
        .Build();
}
