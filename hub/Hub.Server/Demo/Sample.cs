using System.Text.Json;

namespace Hub.Server.Demo;

/// <summary>
/// An example of a procedure, as <c>designer/procedures/&lt;name&gt;/examples/*.json</c> holds it: what is sent, what the outside
/// systems are told to do, what officers do meanwhile, and the end that it must reach.
/// </summary>
internal sealed record Sample
{
    public required string Name { get; init; }

    public required LocalizedText Description { get; init; }

    /// <summary>web, counter, phone, mail or email. Default web.</summary>
    public string Channel { get; init; } = "web";

    /// <summary>The request's body. Absent where <see cref="Raw"/> stands.</summary>
    public JsonElement? Request { get; init; }

    /// <summary>A body that is sent as it is, for what is not JSON.</summary>
    public string? Raw { get; init; }

    /// <summary>Sends it this many times with the same idempotency key, at once. Default 1.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The name of the sample that must have ended before this one is sent.</summary>
    public string? After { get; init; }

    /// <summary>What outside systems are told before it is sent.</summary>
    public IReadOnlyList<SampleBehaviour> Behaviour { get; init; } = [];

    /// <summary>What officers and citizens send to the journey while it runs.</summary>
    public IReadOnlyList<SampleMessage> Messages { get; init; } = [];

    public required SampleEnd Expect { get; init; }

    /// <summary>Whether it tells the payment stand-in something: such a rule takes the next payment, whosever it is, so these samples go one by one.</summary>
    public bool GoesAlone => Behaviour.Any(rule => rule.StandIn == "payfip");
}

/// <summary>What a stand-in is told over <c>POST /stand-in/behaviour</c>.</summary>
/// <param name="StandIn">The connector's name: france-connect, payfip or citizen-relations.</param>
/// <param name="Rule">The rule, in that stand-in's own words.</param>
internal sealed record SampleBehaviour(string StandIn, JsonElement Rule);

/// <summary>A message to the journey from any channel.</summary>
/// <param name="After">The type of journey event after which it is sent, such as <c>message.awaited</c>.</param>
internal sealed record SampleMessage(string After, string Name, string Channel, JsonElement Payload);

/// <summary>The end that a sample must reach.</summary>
internal sealed record SampleEnd
{
    /// <summary>HTTP status of the answer. Default 202.</summary>
    public int Status { get; init; } = 202;

    /// <summary>The journey's last state; absent where the request is refused at the door.</summary>
    public string? State { get; init; }

    /// <summary>JSON Pointers that the refusal must name.</summary>
    public IReadOnlyList<string> Pointers { get; init; } = [];

    /// <summary>Debits in the payment stand-in's ledger. Absent: not looked at.</summary>
    public int? Debits { get; init; }

    /// <summary>Cases opened in the case system's ledger. Absent: not looked at.</summary>
    public int? Cases { get; init; }
}
