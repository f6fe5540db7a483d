using System.Net;
using System.Net.Http.Json;
using System.Xml.Linq;
using Hub.Connectors.PayFip.Payments;
using Hub.Connectors.PayFip.StandIn;

namespace Hub.Connectors.Tests.PayFip;

public class StandInTests
{
    [Fact]
    public async Task Wsdl_Asked_NamesThreeOperationsAndItsOwnAddress()
    {
        await using var world = await PayFipWorld.StartAsync();
        using var http = new HttpClient();

        var wsdl = XDocument.Parse(await http.GetStringAsync(new Uri(world.Options.Endpoint, "?wsdl")));

        XNamespace ns = "http://schemas.xmlsoap.org/wsdl/";
        XNamespace soap = "http://schemas.xmlsoap.org/wsdl/soap/";
        Assert.Equal(
            ["recupererDetailClient", "creerPaiementSecurise", "recupererDetailPaiementSecurise"],
            wsdl.Descendants(ns + "portType").Single().Elements(ns + "operation").Select(operation => operation.Attribute("name")!.Value));
        Assert.Equal(world.Options.Endpoint.AbsoluteUri, wsdl.Descendants(soap + "address").Single().Attribute("location")!.Value);
    }

    [Theory]
    [InlineData("not xml")]
    [InlineData("<x/>")]
    [InlineData("<!DOCTYPE x [<!ENTITY e \"e\">]><x>&e;</x>")]
    [InlineData("<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><creerPaiementSecurise/></S:Body></S:Envelope>")]
    public async Task Call_Unreadable_IsAProtocolFault(string body)
    {
        await using var world = await PayFipWorld.StartAsync();
        using var http = new HttpClient();

        using var answer = await http.PostAsync(world.Options.Endpoint, new StringContent(body));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("TechProtocolaireErreur", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_PersonAbandonsThenPays_IsDebitedOnceAndBroughtBack()
    {
        await using var world = await PayFipWorld.StartAsync(standIn: options => options.CitizenPays = false);
        var (view, _) = await world.RequestAsync("p1");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var page = new Uri(world.StandInUrl, view!.PaymentUrl.PathAndQuery);

        Assert.Contains("12,50", await http.GetStringAsync(page), StringComparison.Ordinal);
        using var abandoned = await DecideAsync(http, page, "abandon");
        using var paid = await DecideAsync(http, page, "pay");
        using var paidAgain = await DecideAsync(http, page, "pay");

        Assert.Equal(Outcome.Paid, (await world.NextAsync()).Outcome);
        Assert.Single(world.Ledger("payment.debited"));
        Assert.Equal(HttpStatusCode.Redirect, paid.StatusCode);
        Assert.Contains("enregistré", await http.GetStringAsync(paid.Headers.Location), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behaviour_ToldOverHttp_IsInForceUntilCleared()
    {
        await using var world = await PayFipWorld.StartAsync();
        using var http = new HttpClient { BaseAddress = world.StandInUrl };
        var control = new Uri("/stand-in/behaviour", UriKind.Relative);

        using var told = await http.PostAsJsonAsync(control, new { citizen = "refuse", notify = "tenTimes", refdet = "^[A-Z0-9]+$" });
        using var unusable = await http.PostAsJsonAsync(control, new { refdet = "(" });
        await world.RequestAsync("p1");
        var settlement = await world.NextAsync();
        using var cleared = await http.DeleteAsync(control);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.BadRequest), (told.StatusCode, unusable.StatusCode));
        Assert.Equal(Outcome.Refused, settlement.Outcome);
        Assert.Empty(world.Behaviours.InForce);
    }

    [Fact]
    public async Task Restart_CitizenOnTheWay_PaysOnceAfterwards()
    {
        await using var world = await PayFipWorld.StartAsync();
        world.Behaviours.Add(new Behaviour { Operation = "creerPaiementSecurise", Times = 1, DropAnswer = true });
        world.Behaviours.Add(new Behaviour { DelayMs = 1500 });
        await world.RequestAsync("p1");
        await world.RequestAsync("p1");
        var url = world.StandInUrl.GetLeftPart(UriPartial.Authority);
        await world.StopStandInAsync();

        await world.StartStandInAsync(url);

        Assert.Equal(Outcome.Paid, (await world.NextAsync()).Outcome);
        Assert.Single(world.Ledger("payment.debited"));
        Assert.Equal(2, world.Ledger("payment.requested").Count);
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient http, Uri page, string decision) =>
        http.PostAsync(page, new FormUrlEncodedContent([KeyValuePair.Create("decision", decision)]));
}
