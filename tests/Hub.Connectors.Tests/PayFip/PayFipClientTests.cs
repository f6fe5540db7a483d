using Hub.Connectors.PayFip;
using Hub.Connectors.PayFip.Soap;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Behaviour = Hub.Connectors.PayFip.StandIn.Behaviour;

namespace Hub.Connectors.Tests.PayFip;

public class PayFipClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("FonctionnelleErreur", "P1", nameof(FaultKind.Functional))]
    [InlineData("TechDysfonctionnementErreur", "T1", nameof(FaultKind.Dysfunction))]
    [InlineData("TechIndisponibiliteErreur", "T2", nameof(FaultKind.Unavailable))]
    [InlineData("TechProtocolaireErreur", "T3", nameof(FaultKind.Protocol))]
    public async Task ReadAsync_EachFault_IsTyped(string fault, string code, string expected)
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Fault = fault, Code = code });

        var thrown = await Assert.ThrowsAsync<PayFipFault>(() => world.Client.ReadAsync("any", None));

        Assert.Equal((expected, code), (thrown.Kind.ToString(), thrown.Code));
    }

    [Theory]
    [InlineData("pay", "P")]
    [InlineData("directDebit", "V")]
    [InlineData("refuse", "R")]
    [InlineData("directDebitRefused", "Z")]
    [InlineData("abandon", "A")]
    public async Task ReadAsync_EachResult_IsRead(string citizen, string expected)
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Citizen = citizen, DelayMs = 0 });
        var before = DateTimeOffset.UtcNow.AddMinutes(-1);

        var idOp = await world.Client.CreateAsync(Order(world), None);
        var detail = await ResultAsync(world, idOp);

        Assert.Equal((expected, "REF1", 1250, "006382"), (detail.Result, detail.Refdet, detail.AmountCents, detail.Numcli));
        Assert.Equal(expected is "P", detail.Authorization is not null);
        Assert.InRange(detail.At!.Value, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task ReadAsync_NoResultAndUnknown_ArePayFipsCodes()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.CitizenPays = false);
        var idOp = await world.Client.CreateAsync(Order(world), None);

        Assert.Equal("P5", (await Assert.ThrowsAsync<PayFipFault>(() => world.Client.ReadAsync(idOp, None))).Code);
        Assert.Equal("P1", (await Assert.ThrowsAsync<PayFipFault>(() => world.Client.ReadAsync("00000000-aaaa", None))).Code);
    }

    [Theory]
    [InlineData("numcli", "12345", "C1")]
    [InlineData("montant", "99", "M2")]
    [InlineData("montant", "10000001", "M2")]
    [InlineData("montant", "-1", "M1")]
    [InlineData("refdet", "A-B", "R1")]
    [InlineData("refdet", "ABCDEFGHIJABCDEFGHIJABCDEFGHIJK", "R1")]
    [InlineData("objet", "été", "O1")]
    [InlineData("mel", "a@b.c", "A1")]
    [InlineData("mel", "no-at-sign", "A1")]
    [InlineData("saisie", "Q", "S1")]
    [InlineData("exer", "26", "E1")]
    public async Task CreateAsync_FieldOutOfBounds_IsRefusedWithItsCode(string field, string value, string code)
    {
        await using var world = await PayFipWorld.StartAsync();
        var order = Order(world);
        order = field switch
        {
            "numcli" => order with { Numcli = value },
            "montant" => order with { AmountCents = long.Parse(value, System.Globalization.CultureInfo.InvariantCulture) },
            "refdet" => order with { Refdet = value },
            "objet" => order with { Label = value },
            "mel" => order with { Mail = value },
            "saisie" => order with { Mode = value },
            _ => order with { Year = 26 },
        };

        var fault = await Assert.ThrowsAsync<PayFipFault>(() => world.Client.CreateAsync(order, None));

        Assert.Equal((FaultKind.Functional, code), (fault.Kind, fault.Code));
        Assert.Empty(world.Ledger("payment.requested"));
    }

    [Fact]
    public async Task CheckClientAsync_KnownAndUnknown_AreToldApart()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.Clients = new Dictionary<string, string> { ["006382"] = "210601234" });

        await world.Client.CheckClientAsync("006382", None);

        Assert.Equal("C2", (await Assert.ThrowsAsync<PayFipFault>(() => world.Client.CheckClientAsync("999999", None))).Code);
    }

    [Fact]
    public async Task ReadAsync_EachBrokenAnswer_IsUnreachable()
    {
        await using var world = await PayFipWorld.StartAsync();
        Behaviour[] broken =
        [
            new() { Times = 1, Status = 503, RetryAfter = 7 }, new() { FailNext = 1 }, new() { Times = 1, Garble = true },
            new() { Times = 1, Reset = true }, new() { Times = 1, DropAnswer = true }, new() { Times = 1, Hang = true },
        ];

        foreach (var behaviour in broken)
        {
            world.Behaviours.Add(behaviour);
            world.Options.Timeout = behaviour.Hang ? TimeSpan.FromMilliseconds(200) : PayFipWorld.Deadline;
            var thrown = await Assert.ThrowsAsync<PayFipUnreachable>(() => world.Client.ReadAsync("any", None));
            Assert.Equal(behaviour.RetryAfter, (int?)thrown.RetryAfter?.TotalSeconds);
        }

        Assert.Empty(world.Behaviours.InForce);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><x>&e;</x>")]
    [InlineData("<Envelope/>")]
    [InlineData("<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><S:Fault><faultcode>S:Server</faultcode></S:Fault></S:Body></S:Envelope>")]
    [InlineData("<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><recupererDetailPaiementSecuriseResponse><return><idOp>other</idOp><montant>1</montant></return></recupererDetailPaiementSecuriseResponse></S:Body></S:Envelope>")]
    [InlineData("<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><recupererDetailPaiementSecuriseResponse><return><idOp>any</idOp><montant>12,50</montant></return></recupererDetailPaiementSecuriseResponse></S:Body></S:Envelope>")]
    public async Task ReadAsync_ForeignAnswer_IsUnreachable(string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var server = builder.Build();
        server.MapPost("/", () => Results.Text(body, "text/xml"));
        await server.StartAsync();
        using var http = new HttpClient();
        var client = new PayFipClient(http, new PayFipOptions { Endpoint = new Uri(server.Urls.Single()) }, TimeProvider.System);

        await Assert.ThrowsAsync<PayFipUnreachable>(() => client.ReadAsync("any", None));
    }

    private static PaymentOrder Order(PayFipWorld world) => new(
        2026, "parent@example.org", 1250, "006382", "Cantine", "REF1", "T", world.Options.NotifyUrl, world.Options.ReturnUrlOf("REF1"));

    private static async Task<PaymentDetail> ResultAsync(PayFipWorld world, string idOp)
    {
        using var deadline = new CancellationTokenSource(PayFipWorld.Deadline);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            try
            {
                return await world.Client.ReadAsync(idOp, deadline.Token);
            }
            catch (PayFipFault fault) when (fault.Code == PayFipFault.NoResult)
            {
                await ticks.WaitForNextTickAsync(deadline.Token);
            }
        }
    }
}
