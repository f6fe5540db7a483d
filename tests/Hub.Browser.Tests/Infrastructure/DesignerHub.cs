using System.Text.Json;
using Hub.Browser.Tests.Pages;
using Hub.EndToEnd.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Hub.Browser.Tests.Infrastructure;

/// <summary>A hub of its own and one browser, for one class of tests. Without a browser it starts nothing: its tests are skipped.</summary>
public sealed class DesignerHub : IAsyncLifetime
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-browser-");
    private HubProcess? process;
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal HubProcess Process => process ?? throw new InvalidOperationException("No hub: its tests should have been skipped.");

    internal HubClient Client => new(http, Process.Http, HubProcess.AdministratorKey);

    internal HttpClient Http => http;

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null)
        {
            return;
        }

        process = new HubProcess(Path.Combine(folder.FullName, "data"), http);
        await process.StartAsync();
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    /// <summary>A visitor who has signed in; a context of his own, so that nothing is in his browser's cache.</summary>
    /// <param name="name">What the screenshots' folder is called.</param>
    /// <param name="key">The visitor's API key; the administrator's by default.</param>
    /// <param name="language">The language that he chose on our pages: fr or en.</param>
    internal async Task<Visit> VisitAsync(string name, string? key = null, string language = "fr") =>
        await Visit.StartAsync(browser!, Process.Http, name, key ?? HubProcess.AdministratorKey, language); // started, or the test is skipped

    /// <summary>A new key with one role.</summary>
    internal async Task<string> KeyAsync(string role)
    {
        var (exitCode, output) = await Process.RunVerbAsync("key", "create", "--name", $"visitor-{role}", "--role", role, "--json");
        Assert.True(exitCode == 0, output);
        return JsonElement.Parse(output[output.IndexOf('{')..(output.LastIndexOf('}') + 1)]).GetProperty("key").GetString()!;
    }

    /// <summary>What the editor's toolbox offers, in one language, by type.</summary>
    internal async Task<IReadOnlyDictionary<string, ToolboxItem>> ToolboxAsync(string language = "fr")
    {
        var answer = await Client.GetAsync("/elsa/api/descriptors/activities", ("Accept-Language", language));
        Assert.Equal(200, answer.Status);
        return answer.Json.GetProperty("items").EnumerateArray()
            .Select(item => new ToolboxItem(
                Text(item, "typeName"),
                Text(item, "displayName"),
                Text(item, "category"),
                item.GetProperty("inputs").EnumerateArray().ToDictionary(input => Text(input, "name"), input => Text(input, "displayName"))))
            .GroupBy(item => item.Type)
            .ToDictionary(versions => versions.Key, versions => versions.Last());

        static string Text(JsonElement item, string name) => item.GetProperty(name).GetString() ?? "";
    }

    /// <summary>Saves a definition over the API and publishes it; gives its identifier.</summary>
    internal async Task<string> PublishAsync(string model)
    {
        var answer = await Client.PostAsync("/elsa/api/workflow-definitions", $$"""{"model":{{model}},"publish":true}""");
        Assert.True(answer.Status == 200, answer.Body);
        return answer.Json.GetProperty("workflowDefinition").GetProperty("definitionId").GetString()!; // the answer holds it
    }

    /// <summary>Begins an instance of what is published; gives its identifier. One that ends at an incident is answered with 500, as Elsa does.</summary>
    internal async Task<string> ExecuteAsync(string definitionId)
    {
        var answer = await Client.PostAsync($"/elsa/api/workflow-definitions/{definitionId}/execute", "{}");
        Assert.True(answer.Status is 200 or 500, answer.Body);
        return answer.Json.GetProperty("workflowState").GetProperty("id").GetString()!; // the answer holds it
    }

    /// <summary>Deletes over the API; gives the status.</summary>
    internal async Task<int> DeleteAsync(string path)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, new Uri(Process.Http, path));
        message.Headers.Authorization = new("ApiKey", HubProcess.AdministratorKey);
        using var answer = await http.SendAsync(message);
        return (int)answer.StatusCode;
    }

    public async Task DisposeAsync()
    {
        await (browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        await (process?.DisposeAsync() ?? ValueTask.CompletedTask);
        http.Dispose();
        folder.Delete(recursive: true);
    }
}
