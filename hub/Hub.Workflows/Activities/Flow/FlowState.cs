using System.Text.Json;

namespace Hub.Workflows.Activities.Flow;

/// <summary>What a running flowchart remembers: where it began, how often each member and connection was visited, and in token mode its tokens.</summary>
internal sealed class FlowState(int start, bool tokenBased, int members, int links)
{
    private readonly int[] _memberVisits = tokenBased ? [] : new int[members];
    private readonly int[] _linkVisits = tokenBased ? [] : new int[links];
    private readonly bool[] _followed = tokenBased ? [] : new bool[links];

    public int Start => start;

    public bool TokenBased => tokenBased;

    public List<Token> Tokens { get; } = tokenBased ? new List<Token>() : [];

    public void VisitMember(int member) => _memberVisits[member]++;

    public void VisitLink(int link, bool followed)
    {
        _linkVisits[link]++;
        _followed[link] = followed;
    }

    /// <summary>Whether every one of these connections was visited more often than the member they enter.</summary>
    public bool AllVisited(int[] inbound, int member)
    {
        foreach (var link in inbound)
        {
            if (_linkVisits[link] <= _memberVisits[member])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether one of the most visited of these connections was followed on its last visit.</summary>
    public bool AnyFollowed(int[] inbound, int member)
    {
        var most = Most(inbound);
        return most > _memberVisits[member] && Array.Exists(inbound, link => _linkVisits[link] == most && _followed[link]);
    }

    /// <summary>Whether all of these connections were visited equally often and followed on their last visit.</summary>
    public bool AllFollowed(int[] inbound, int member)
    {
        var most = Most(inbound);
        return most > _memberVisits[member] && Array.TrueForAll(inbound, link => _linkVisits[link] == most && _followed[link]);
    }

    /// <summary>Whether this visit of a connection belongs to a turn that its target has already had.</summary>
    public bool IsStale(int link, int member) => _linkVisits[link] <= _memberVisits[member];

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("start", start);
        if (tokenBased)
        {
            writer.WriteStartArray("tokens");
            foreach (var token in Tokens)
            {
                writer.WriteStartArray();
                writer.WriteNumberValue(token.From);
                writer.WriteStringValue(token.Outcome);
                writer.WriteNumberValue(token.To);
                writer.WriteNumberValue((token.Consumed ? 1 : 0) + (token.Blocked ? 2 : 0));
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }
        else
        {
            // A connection's visits and its flag in one number: even means not followed.
            writer.WriteStartArray("members");
            foreach (var visits in _memberVisits)
            {
                writer.WriteNumberValue(visits);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("links");
            for (var link = 0; link < _linkVisits.Length; link++)
            {
                writer.WriteNumberValue((_linkVisits[link] * 2L) + (_followed[link] ? 1 : 0));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public static FlowState Read(JsonElement json, int members, int links)
    {
        var start = json.GetProperty("start").GetInt32();
        if (json.TryGetProperty("tokens", out var tokens))
        {
            var tokenState = new FlowState(start, tokenBased: true, members, links);
            foreach (var token in tokens.EnumerateArray())
            {
                var flags = token[3].GetInt32();
                tokenState.Tokens.Add(new Token(token[0].GetInt32(), token[1].GetString() ?? Outcome.Done, token[2].GetInt32()) { Consumed = (flags & 1) != 0, Blocked = (flags & 2) != 0 });
            }

            return tokenState;
        }

        var state = new FlowState(start, tokenBased: false, members, links);
        var position = 0;
        foreach (var visits in json.GetProperty("members").EnumerateArray())
        {
            state._memberVisits[position++] = visits.GetInt32();
        }

        position = 0;
        foreach (var visits in json.GetProperty("links").EnumerateArray())
        {
            var value = visits.GetInt64();
            state._linkVisits[position] = (int)(value / 2);
            state._followed[position++] = value % 2 == 1;
        }

        return state;
    }

    /// <summary>The same state by the numbers of another version: members are the same by id, connections by their ends and outcome. What is new was never visited.</summary>
    public FlowState MoveTo(FlowPlan from, FlowPlan to, int defaultStart)
    {
        var members = Array.ConvertAll(from.Members, member => Array.FindIndex(to.Members, other => other.Id == member.Id));
        var moved = new FlowState(start >= 0 && members[start] >= 0 ? members[start] : defaultStart, tokenBased, to.Members.Length, to.Links.Length);
        foreach (var token in Tokens)
        {
            if (members[token.From] >= 0 && members[token.To] >= 0)
            {
                moved.Tokens.Add(new Token(members[token.From], token.Outcome, members[token.To]) { Consumed = token.Consumed, Blocked = token.Blocked });
            }
        }

        for (var member = 0; member < _memberVisits.Length; member++)
        {
            if (members[member] >= 0)
            {
                moved._memberVisits[members[member]] = _memberVisits[member];
            }
        }

        for (var link = 0; link < _linkVisits.Length; link++)
        {
            var same = new FlowPlan.Link(members[from.Links[link].Source], from.Links[link].Port, members[from.Links[link].Target]);
            if (Array.IndexOf(to.Links, same) is >= 0 and var number)
            {
                moved._linkVisits[number] = _linkVisits[link];
                moved._followed[number] = _followed[link];
            }
        }

        return moved;
    }

    private int Most(int[] inbound)
    {
        var most = 0;
        foreach (var link in inbound)
        {
            most = Math.Max(most, _linkVisits[link]);
        }

        return most;
    }

    /// <summary>In token mode: an outcome on its way from one member to another.</summary>
    public sealed class Token(int from, string outcome, int to)
    {
        public int From => from;

        public string Outcome => outcome;

        public int To => to;

        public bool Consumed { get; set; }

        public bool Blocked { get; set; }

        public bool IsFree => !Consumed && !Blocked;
    }
}
