using System.Net.Http.Json;
using System.Text.Json;
using Hub.Server.Designer;
using Hub.Server.Tests.Security;

namespace Hub.Server.Tests.Designer;

public sealed class DesignerThemeTests
{
    [Fact]
    public async Task Get_Theme_IsOpenAndTellsTheColourTwice()
    {
        await using var hub = await SecuredHub.StartAsync(DesignerTheme.Map);
        using var client = hub.Client();

        using var css = await client.GetAsync("/designer/theme.css");
        var theme = await client.GetFromJsonAsync<JsonElement>("/designer/theme.json");

        Assert.Equal("text/css", css.Content.Headers.ContentType?.MediaType);
        Assert.Contains("--hub-colour: #1d4e89;", await css.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("--hub-colour-channels: 29, 78, 137;", await css.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("#1d4e89", theme.GetProperty("colour").GetString());
        Assert.Equal(JsonValueKind.Null, theme.GetProperty("name").ValueKind);
    }
}
