using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Hub.Connectors.PayFip;
using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.PayFip.Soap;
using Hub.Connectors.PayFip.StandIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Connectors.Tests.PayFip;

/// <summary>A stand-in and a connector on free ports, with a recording hub. Each can be stopped and started again on the same folders.</summary>
internal sealed class PayFipWorld : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("payfip-").FullName;
    private readonly Channel<(PaymentIntent Intent, Settlement Settlement)> _arrivals = Channel.CreateUnbounded<(PaymentIntent, Settlement)>();
    private WebApplication? _standIn;
    private WebApplication? _connector;

    public StandInOptions StandInOptions { get; private set; } = new();

    public PayFipOptions Options { get; } = new()
    {
        PollEvery = TimeSpan.FromMinutes(1),
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>What the hub took, in order.</summary>
    public ConcurrentQueue<(PaymentIntent Intent, Settlement Settlement)> Published { get; } = [];

    /// <summary>False: the hub never answers.</summary>
    public bool HubIsThere { get; set; } = true;

    public string LedgerPath => Path.Combine(_folder, "ledgers", "payfip.jsonl");

    public Uri StandInUrl => new(_standIn!.Urls.Single()); // started first

    public Behaviours Behaviours => _standIn!.Services.GetRequiredService<Behaviours>();

    public PayFipClient Client => _connector!.Services.GetRequiredService<PayFipClient>();

    public IntentBook Book => _connector!.Services.GetRequiredService<IntentBook>();

    public ReadPayment ReadPayment => _connector!.Services.GetRequiredService<ReadPayment>();

    public SettlePayments Settle => _connector!.Services.GetRequiredService<SettlePayments>();

    public static async Task<PayFipWorld> StartAsync(Action<PayFipOptions>? configure = null, Action<StandInOptions>? standIn = null)
    {
        var world = new PayFipWorld();
        configure?.Invoke(world.Options);
        world.Options.Data = Path.Combine(world._folder, "connector");
        await world.StartStandInAsync("http://127.0.0.1:0", standIn);
        await world.StartConnectorAsync();
        return world;
    }

    public async Task StartStandInAsync(string urls, Action<StandInOptions>? configure = null)
    {
        _standIn = PayFipStandIn.Build([], options =>
        {
            options.Urls = urls;
            options.Ledgers = Path.Combine(_folder, "ledgers");
            options.CitizenDelay = TimeSpan.FromMilliseconds(30);
            configure?.Invoke(options);
            StandInOptions = options;
        });
        await _standIn.StartAsync();
        Options.Endpoint = new Uri(StandInUrl, "/tpa/services/securite");
    }

    public async Task StopStandInAsync()
    {
        await _standIn!.StopAsync(); // started
        await _standIn.DisposeAsync();
        _standIn = null;
    }

    public async Task StartConnectorAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPayFip(Options);
        builder.Services.AddSingleton<PublishSettlement>(PublishAsync);
        _connector = builder.Build();
        _connector.MapPayFip();
        await _connector.StartAsync();
        Options.PublicUrl = new Uri(_connector.Urls.Single());
    }

    public async Task StopConnectorAsync()
    {
        await _connector!.StopAsync(); // started
        await _connector.DisposeAsync();
        _connector = null;
    }

    public Task<(PaymentView? View, Refusal? Refusal)> RequestAsync(string paymentId, string key = "key-1", long amountCents = 1250) =>
        RequestAsync(Wish(paymentId, key, amountCents));

    public async Task<(PaymentView? View, Refusal? Refusal)> RequestAsync(PaymentWish wish)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await _connector!.Services.GetRequiredService<RequestPayment>().RunAsync(wish, deadline.Token); // started
    }

    public static PaymentWish Wish(string paymentId, string key = "key-1", long amountCents = 1250) =>
        new(key, paymentId, "210601234", "journey-1", "case-1", "web", "REF-" + paymentId, amountCents, "Cantine – été", "parent@example.org");

    /// <summary>The next settlement that reaches the hub.</summary>
    public async Task<Settlement> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            return (await _arrivals.Reader.ReadAsync(deadline.Token)).Settlement;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No settlement reached the hub within {Deadline.TotalSeconds} s.");
        }
    }

    /// <summary>Waits until the condition holds, looking again every few milliseconds.</summary>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!await condition())
        {
            try
            {
                await ticks.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not seen within {Deadline.TotalSeconds} s: {what}.");
            }
        }
    }

    public IReadOnlyList<JsonElement> Ledger(string kind)
    {
        using var file = new FileStream(LedgerPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("kind").GetString() == kind)];
    }

    public async Task<int> NotifyAsync(string idOp, string field = "idop")
    {
        using var client = new HttpClient { Timeout = Deadline };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create(field, idOp)]);
        using var answer = await client.PostAsync(Options.NotifyUrl, form);
        return (int)answer.StatusCode;
    }

    /// <summary>A person presses a button of the payment page: pay, refuse, abandon and so on.</summary>
    public async Task DecideAsync(string idOp, string decision)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = Deadline };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("decision", decision)]);
        using var answer = await client.PostAsync(new Uri(StandInUrl, "/tpa/paiementws.web?idop=" + idOp), form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
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

    private async Task PublishAsync(PaymentIntent intent, Settlement settlement, CancellationToken cancellationToken)
    {
        if (!HubIsThere)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        Published.Enqueue((intent, settlement));
        await _arrivals.Writer.WriteAsync((intent, settlement), cancellationToken);
    }
}
