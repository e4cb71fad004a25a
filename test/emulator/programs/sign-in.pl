# Signs in with Plex by Perl's HTTP::Tiny, and prints who it is.
use strict;
use warnings;
use HTTP::Tiny;
use JSON::PP;

my $http = HTTP::Tiny->new(
    verify_SSL      => 1,
    default_headers => { 'accept' => 'application/json', 'x-plex-client-identifier' => 'matrix' },
);

sub ask {
    my ($method, $url, %more) = @_;
    my $answer = $http->request($method, $url, { headers => \%more });
    die "$answer->{status} $answer->{content}" unless $answer->{success};
    return decode_json($answer->{content});
}

my $id = ask('POST', 'https://plex.tv/api/v2/pins?strong=true')->{id};
my $token;
until (defined($token = ask('GET', "https://clients.plex.tv/api/v2/pins/$id")->{authToken})) {
    select(undef, undef, undef, 0.05);
}
print 'signed in as ', ask('GET', 'https://plex.tv/api/v2/user', 'x-plex-token' => $token)->{username}, "\n";
