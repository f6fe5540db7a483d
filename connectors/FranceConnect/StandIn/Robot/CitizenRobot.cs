using System.Net;
using System.Net.Sockets;
using Hub.Connectors.FranceConnect.StandIn.Behaviour;
using Hub.Connectors.FranceConnect.StandIn.Citizens;
using Microsoft.AspNetCore.WebUtilities;

namespace Hub.Connectors.FranceConnect.StandIn.Robot;

/// <summary>
/// Plays citizens: follows a sign-in link as a browser would (redirects, one cookie jar per visit), signs in on the sandbox's own page,
/// and ends on the page that the service shows. When that fails it tries the link again later, as people do, for ten minutes.
/// </summary>
internal sealed partial class CitizenRobot(
    LinkBox box, CitizenRegister citizens, BehaviourBook book, StandInAddress address, TimeProvider time, ILogger<CitizenRobot> logger)
    : BackgroundService
{
    private const int MostRedirects = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _stopping;

    /// <summary>The link is on the phone; returns at once.</summary>
    public void Receive(string url, string? loginHint)
    {
        if (box.Add(url, loginHint))
        {
            _ = FollowWithPatienceAsync(url, loginHint);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        _started.SetResult();
        return Task.WhenAll(box.Waiting.Select(link => FollowWithPatienceAsync(link.Url, link.LoginHint)));
    }

    private async Task FollowWithPatienceAsync(string url, string? loginHint)
    {
        await _started.Task;
        var giveUpAt = time.GetUtcNow() + Patience;
        var pause = TimeSpan.FromMilliseconds(500);
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(book.For(HintOf(url, loginHint)).CitizenDelayMs), time, _stopping);
            while (!await TryFollowAsync(url, loginHint) && time.GetUtcNow() < giveUpAt)
            {
                await Task.Delay(pause, time, _stopping);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            box.Done(url);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The link stays in the box for the next start.
        }
    }

    /// <summary>True when the visit came to an end, good or bad; false when trying again may help.</summary>
    private async Task<bool> TryFollowAsync(string url, string? loginHint)
    {
        try
        {
            var status = await VisitAsync(new Uri(url), loginHint);
            Log.Visited(logger, status);
            return status < 500;
        }
        catch (Exception broken) when (broken is HttpRequestException or SocketException or TaskCanceledException && !_stopping.IsCancellationRequested)
        {
            Log.Broken(logger, broken.GetType().Name);
            return false;
        }
    }

    private async Task<int> VisitAsync(Uri start, string? loginHint)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        var at = start;
        HttpContent? form = null;
        for (var hops = 0; hops < MostRedirects; hops++)
        {
            using var answer = form is null ? await browser.GetAsync(at, _stopping) : await browser.PostAsync(at, form, _stopping);
            form = null;
            if (answer.Headers.Location is { } next)
            {
                at = new Uri(at, next);
                loginHint ??= HintOf(at.AbsoluteUri, null);
                continue;
            }

            if (!IsSignInPage(at) || !answer.IsSuccessStatusCode)
            {
                return (int)answer.StatusCode;
            }

            var (citizen, decision) = Play(loginHint);
            if (decision == "abandon")
            {
                return (int)HttpStatusCode.OK;
            }

            form = new FormUrlEncodedContent([new("citizen", citizen), new("decision", decision)]);
        }

        return (int)HttpStatusCode.LoopDetected;
    }

    /// <summary>Who the citizen is and what they do: <c>citoyen-N</c> signs in, <c>citoyen-N-refuse</c> and <c>citoyen-N-abandon</c> do as they say.</summary>
    private (string Citizen, string Decision) Play(string? loginHint)
    {
        var hint = loginHint ?? "citoyen-0";
        var decision = "continue";
        foreach (var told in new[] { "refuse", "abandon" })
        {
            if (hint.EndsWith("-" + told, StringComparison.Ordinal))
            {
                (hint, decision) = (hint[..^(told.Length + 1)], told);
            }
        }

        var citizen = citizens.Find(hint)?.LoginHint ?? "citoyen-0";
        var rule = book.For(citizen);
        return (citizen, rule.Abandon ? "abandon" : rule.Refuse ? "refuse" : decision);
    }

    private bool IsSignInPage(Uri at) =>
        at.AbsoluteUri.StartsWith(address.Origin + "/interaction/", StringComparison.Ordinal);

    private static string? HintOf(string url, string? given) =>
        given ?? (QueryHelpers.ParseQuery(new Uri(url).Query).TryGetValue("login_hint", out var hint) ? hint.ToString() : null);

    private static partial class Log
    {
        [LoggerMessage(4901, LogLevel.Information, "The citizen's visit ended with status {Status}.")]
        public static partial void Visited(ILogger logger, int status);

        [LoggerMessage(4902, LogLevel.Information, "The citizen could not reach the service ({Kind}) and will try again.")]
        public static partial void Broken(ILogger logger, string kind);
    }
}
